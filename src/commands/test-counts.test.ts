import { expect, test } from "bun:test";
import { readTestCounts } from "./test-counts.ts";

test("the closing lines of a test run are counted", () => {
  const output =
    "(pass) a [1.00ms]\n\n 12 pass\n 3 skip\n 2 fail\n 40 expect() calls\nRan 17 tests across 4 files.\n";
  expect(readTestCounts(output, 1)).toEqual({ passed: 12, failed: 2, skipped: 3 });
});

test("a run that crashed after its tests passed is a failure", () => {
  expect(readTestCounts(" 12 pass\n 0 fail\n", 132)).toEqual({ passed: 12, failed: 1, skipped: 0 });
});

test("a run in which no test ran is a failure", () => {
  expect(readTestCounts("error: nothing matched\n", 0).failed).toBe(1);
});
