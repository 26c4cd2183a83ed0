import { Command } from "commander";
import { PROJECT_ROOT } from "../config.ts";
import type { CommandContext } from "./command-context.ts";
import { readTestCounts, type TestCounts } from "./test-counts.ts";

const TOOLS = [
  { name: "formatter and linter", command: ["x", "--bun", "biome", "check", "--error-on-warnings", "."] },
  { name: "types", command: ["x", "--bun", "tsc", "--project", "."] },
] as const;

/** Room for a slow machine: no test waits for time to pass. */
const TEST_TIMEOUT_MS = 60_000;

/** Runs a tool with its output passed on; true where it was content. */
async function runTool(command: readonly string[], signal: AbortSignal): Promise<boolean> {
  const child = Bun.spawn([process.execPath, ...command], {
    cwd: PROJECT_ROOT,
    // Standard output is for the counts alone.
    stdio: ["ignore", 2, 2],
    signal,
  });
  return (await child.exited) === 0;
}

/** Runs all tests, passing their output on while it comes, and counts them. */
async function runTests(context: CommandContext): Promise<TestCounts> {
  const child = Bun.spawn([process.execPath, "test", "--timeout", String(TEST_TIMEOUT_MS)], {
    cwd: PROJECT_ROOT,
    env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined },
    stdio: ["ignore", 2, "pipe"],
    signal: context.signal,
  });
  let output = "";
  const decoder = new TextDecoder();
  for await (const piece of child.stderr) {
    const text = decoder.decode(piece, { stream: true });
    process.stderr.write(text);
    output += text;
  }
  return readTestCounts(output, await child.exited);
}

/** `check`: everything that guards the project, as continuous integration runs it. */
export function checkCommand(context: CommandContext): Command {
  return new Command("check")
    .description("run the formatter, the linter, the type checker and all tests")
    .option("--json", "print the counts as one JSON document")
    .action(async (options: { json?: true }) => {
      const counts: TestCounts = { passed: 0, failed: 0, skipped: 0 };
      for (const tool of TOOLS) {
        context.signal.throwIfAborted();
        context.remark(`check: ${tool.name}`);
        if (await runTool(tool.command, context.signal)) counts.passed++;
        else counts.failed++;
      }
      context.remark("check: tests");
      const tests = await runTests(context);
      context.signal.throwIfAborted();
      for (const key of ["passed", "failed", "skipped"] as const) counts[key] += tests[key];
      const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : "";
      context.print(
        options.json ? JSON.stringify(counts) : `${counts.passed} passed, ${counts.failed} failed${skipped}`,
      );
      if (counts.failed > 0) process.exitCode = 1;
    });
}
