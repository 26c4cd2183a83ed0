import { expect, test } from "bun:test";
import { readDockerignore } from "./dockerignore.ts";

test("the last rule that matches a path or a folder above it decides", () => {
  const isKept = readDockerignore(
    "# all but\n*\n!src\n!package.json\n**/*.test.ts\n**/testing/\nsrc/e2e\n!src/e2e/kept.ts",
  );
  const kept = [
    "src/a.ts",
    "src/deep/er/a.ts",
    "src/a.test.ts",
    "src/deep/er/a.test.ts",
    "src/hub/testing/a.ts",
    "src/testing.ts",
    "src/e2e/a.ts",
    "src/e2e/kept.ts",
    "package.json",
    "other/package.json",
    ".git/config",
  ].filter(isKept);
  expect(kept).toEqual(["src/a.ts", "src/deep/er/a.ts", "src/testing.ts", "src/e2e/kept.ts", "package.json"]);
});

test("without a rule everything is kept", () => {
  expect(readDockerignore("\n# nothing\n")("a/b")).toBe(true);
});

test("a pattern that engines read otherwise is refused", () => {
  expect(() => readDockerignore("a/{b,c}")).toThrow("is not known here");
});
