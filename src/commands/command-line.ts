import { Command, CommanderError } from "commander";
import type { CommandContext } from "./command-context.ts";
import { formatError } from "./format-error.ts";

/** A program of commands. */
export interface CommandLine {
  /** As it is called. */
  name: string;
  version: string;
  /** In the order in which `--help` lists them. */
  commands: readonly ((context: CommandContext) => Command)[];
}

function createProgram({ name, version, commands }: CommandLine, context: CommandContext): Command {
  const program = new Command(name)
    .description("Cited answers about Brazilian law, from a folder of PDF, DOC, DOCX and RTF files.")
    .version(version)
    .showHelpAfterError("(add --help to see what can be said)")
    .exitOverride();
  for (const create of commands) program.addCommand(create(context));
  inheritSettings(program);
  return program;
}

/** Commands of commands speak and end as the program does. */
function inheritSettings(parent: Command): void {
  for (const command of parent.commands) {
    command.copyInheritedSettings(parent);
    inheritSettings(command);
  }
}

/** Whoever reads our output may have read enough (`| head`): that is no error of ours. */
function endQuietlyOnClosedPipe(error: Error): void {
  if ("code" in error && error.code === "EPIPE") process.exit(0);
  throw error;
}

/** Runs what the process's arguments say, prints what is wrong, and ends the process. */
export async function runCommandLine(line: CommandLine, createContext: () => CommandContext): Promise<never> {
  process.stdout.on("error", endQuietlyOnClosedPipe);
  await run(line, createContext);
  // What a failed command left running (a worker, a socket) must not keep the program alive; output is written by now.
  process.exit();
}

async function run(line: CommandLine, createContext: () => CommandContext): Promise<void> {
  const asJson = process.argv.includes("--json");
  try {
    await createProgram(line, createContext()).parseAsync();
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
