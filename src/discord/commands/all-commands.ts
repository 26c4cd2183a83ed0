import type { ComponentHandler, DiscordCommand } from "../command.ts";
import { unitPages } from "../lookup/answer-with-unit.ts";
import { passagePages } from "../lookup/passage-pages.ts";
import { createAdmin } from "./admin/create-admin.ts";
import { articleCommand } from "./article.ts";
import { documentsCommand, documentsPages } from "./documents.ts";
import { createHelp } from "./help.ts";
import { privacyButtons, privacyCommand } from "./privacy.ts";
import { searchCommand } from "./search.ts";
import { statusCommand } from "./status.ts";
import { sumulaCommand } from "./sumula.ts";

const admin = createAdmin();

/** Every command, in the order in which they are registered. */
export const COMMANDS: readonly DiscordCommand[] = [
  searchCommand,
  articleCommand,
  sumulaCommand,
  documentsCommand,
  statusCommand,
  privacyCommand,
  admin.command,
  createHelp(() => COMMANDS),
];

/** Everything that answers buttons, lists and forms. */
export const COMPONENT_HANDLERS: readonly ComponentHandler[] = [
  passagePages,
  unitPages,
  documentsPages,
  privacyButtons,
  ...admin.components,
];
