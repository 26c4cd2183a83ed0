import type { ComponentHandler, DiscordCommand } from "../command.ts";
import { CONTINUE } from "../components/continue.ts";
import { PAGE } from "../components/page.ts";
import { SOURCES } from "../components/sources.ts";
import { THUMB_DOWN, THUMB_UP } from "../components/verdict.ts";
import { WHY } from "../components/why.ts";
import { unitPages } from "../lookup/answer-with-unit.ts";
import { passagePages } from "../lookup/passage-pages.ts";
import { createAdmin } from "./admin/create-admin.ts";
import { answerMessageCommand } from "./answer-message.ts";
import { articleCommand } from "./article.ts";
import { askCommand } from "./ask.ts";
import { documentsCommand, documentsPages } from "./documents.ts";
import { createHelp } from "./help.ts";
import { privacyButtons, privacyCommand } from "./privacy.ts";
import { searchCommand } from "./search.ts";
import { statusCommand } from "./status.ts";
import { sumulaCommand } from "./sumula.ts";

const admin = createAdmin();

/** Every command, in the order in which they are registered. */
export const COMMANDS: readonly DiscordCommand[] = [
  askCommand,
  answerMessageCommand,
  searchCommand,
  articleCommand,
  sumulaCommand,
  documentsCommand,
  statusCommand,
  privacyCommand,
  admin.command,
  createHelp(() => COMMANDS),
];

/** The same, as they are registered. */
export const COMMAND_DEFINITIONS = COMMANDS.map(({ definition }) => definition);

/** Everything that answers buttons, lists and forms. */
export const COMPONENT_HANDLERS: readonly ComponentHandler[] = [
  PAGE,
  SOURCES,
  THUMB_UP,
  THUMB_DOWN,
  WHY,
  CONTINUE,
  passagePages,
  unitPages,
  documentsPages,
  privacyButtons,
  ...admin.components,
];
