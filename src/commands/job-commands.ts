import type { CommandLine } from "./command-line.ts";
import { diffCommand } from "./diff.ts";
import { docsCommand } from "./docs.ts";
import { doctorCommand } from "./doctor.ts";
import { promoteCommand } from "./promote.ts";
import { publishCommand } from "./publish.ts";
import { reindexCommand } from "./reindex.ts";
import { revisionsCommand } from "./revisions.ts";
import { rollbackCommand } from "./rollback.ts";
import { verifyCommand } from "./verify.ts";

/** What a job does: all that makes, publishes and judges an index, and nothing that serves it. */
export const JOB_COMMANDS: CommandLine["commands"] = [
  reindexCommand,
  publishCommand,
  revisionsCommand,
  promoteCommand,
  rollbackCommand,
  verifyCommand,
  diffCommand,
  docsCommand,
  doctorCommand,
];
