/** How many checks passed, failed and were skipped. */
export interface TestCounts {
  passed: number;
  failed: number;
  skipped: number;
}

/**
 * Reads the closing lines of `bun test` (` 12 pass`, ` 1 skip`, ` 0 fail`). A run that ended badly without counting a
 * failure, or that counted no test at all, is one failure: it must never look like a success.
 */
export function readTestCounts(output: string, exitCode: number): TestCounts {
  const count = (word: string) => Number(new RegExp(`^\\s*(\\d+) ${word}$`, "m").exec(output)?.[1] ?? 0);
  const counts = { passed: count("pass"), failed: count("fail"), skipped: count("skip") + count("todo") };
  const ranNothing = counts.passed + counts.failed === 0;
  if (counts.failed === 0 && (exitCode !== 0 || ranNothing)) counts.failed = 1;
  return counts;
}
