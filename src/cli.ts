#!/usr/bin/env bun
import { Command, CommanderError } from "commander";
import packageJson from "../package.json";
import { askCommand } from "./commands/ask.ts";
import { checkCommand } from "./commands/check.ts";
import type { CommandContext } from "./commands/command-context.ts";
import { demoCommand } from "./commands/demo.ts";
import { diffCommand } from "./commands/diff.ts";
import { docsCommand } from "./commands/docs.ts";
import { doctorCommand } from "./commands/doctor.ts";
import { evalCommand } from "./commands/eval.ts";
import { formatError } from "./commands/format-error.ts";
import { hubCommand } from "./commands/hub.ts";
import { promoteCommand } from "./commands/promote.ts";
import { publishCommand } from "./commands/publish.ts";
import { reindexCommand } from "./commands/reindex.ts";
import { revisionsCommand } from "./commands/revisions.ts";
import { rollbackCommand } from "./commands/rollback.ts";
import { searchCommand } from "./commands/search.ts";
import { serveCommand } from "./commands/serve.ts";
import { syncCommand } from "./commands/sync.ts";
import { verifyCommand } from "./commands/verify.ts";
import { createProcessContext } from "./process-context.ts";

/** The commands, in the order in which `--help` lists them. */
const COMMANDS = [
  demoCommand,
  askCommand,
  searchCommand,
  docsCommand,
  reindexCommand,
  publishCommand,
  revisionsCommand,
  promoteCommand,
  rollbackCommand,
  verifyCommand,
  doctorCommand,
  diffCommand,
  syncCommand,
  serveCommand,
  evalCommand,
  hubCommand,
  checkCommand,
];

function createProgram(context: CommandContext): Command {
  const program = new Command("vade")
    .description("Cited answers about Brazilian law, from a folder of PDF, DOC, DOCX and RTF files.")
    .version(packageJson.version)
    .showHelpAfterError("(add --help to see what can be said)")
    .exitOverride();
  for (const create of COMMANDS) {
    program.addCommand(create(context).copyInheritedSettings(program));
  }
  return program;
}

/** Whoever reads our output may have read enough (`| head`): that is no error of ours. */
function endQuietlyOnClosedPipe(error: Error): void {
  if ("code" in error && error.code === "EPIPE") process.exit(0);
  throw error;
}

async function main(): Promise<void> {
  const asJson = process.argv.includes("--json");
  try {
    await createProgram(createProcessContext()).parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) {
      // Commander has printed it: 0 for --help and --version, else a word that was not understood.
      process.exitCode = error.exitCode === 0 ? 0 : 2;
      return;
    }
    const { text, exitCode } = formatError(error, asJson);
    process.stderr.write(`${text}\n`);
    process.exitCode = exitCode;
  }
}

process.stdout.on("error", endQuietlyOnClosedPipe);
await main();
// What a failed command left running (a worker, a socket) must not keep the program alive; output is written by now.
process.exit();
