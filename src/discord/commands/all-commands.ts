import type { ComponentHandler, DiscordCommand } from "../command.ts";
import { unitPages } from "../lookup/answer-with-unit.ts";
import { passagePages } from "../lookup/passage-pages.ts";
import { articleCommand } from "./article.ts";
import { documentsCommand, documentsPages } from "./documents.ts";
import { createHelp } from "./help.ts";
import { searchCommand } from "./search.ts";
import { statusCommand } from "./status.ts";
import { sumulaCommand } from "./sumula.ts";

/** Every command, in the order in which they are registered. */
export const COMMANDS: readonly DiscordCommand[] = [
  searchCommand,
  articleCommand,
  sumulaCommand,
  documentsCommand,
  statusCommand,
  createHelp(() => COMMANDS),
];

/** Everything that answers buttons, lists and forms. */
export const COMPONENT_HANDLERS: readonly ComponentHandler[] = [passagePages, unitPages, documentsPages];
