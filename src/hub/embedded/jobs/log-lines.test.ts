import { expect, test } from "bun:test";
import fc from "fast-check";
import { createLineSplitter } from "./log-lines.ts";

function split(chunks: string[], secrets: string[] = []): string[] {
  const splitter = createLineSplitter(secrets);
  return [...chunks.flatMap((chunk) => splitter.push(chunk)), ...splitter.flush()];
}

test("however the text is cut into parts, the lines are the same", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: fc.constantFrom("a", "é", "\n", "\r\n", " ") })), (chunks) => {
      const lines = chunks.join("").split("\n");
      if (lines.at(-1) === "") lines.pop();
      expect(split(chunks).map((line) => line.replace(/\r$/, ""))).toEqual(
        lines.map((line) => line.replace(/\r$/, "")),
      );
    }),
  );
});

test("a secret is taken out wherever the text is cut, in a line without end too", () => {
  const secret = "pa55word-of-the-bot";
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 200 }),
      fc.integer({ min: 1, max: 40_000 }),
      fc.boolean(),
      (shift, step, hasLineEnd) => {
        const text = `${"x".repeat(65_536 - 100 + shift)}${secret}${"y".repeat(70_000)}${hasLineEnd ? "\n" : ""}`;
        const chunks: string[] = [];
        for (let at = 0; at < text.length; at += step) chunks.push(text.slice(at, at + step));
        const kept = split(chunks, [secret, "x1"]).join("");
        expect(kept).toBe(text.replace(secret, "[secret]").replace("\n", ""));
      },
    ),
    { numRuns: 15 },
  );
});

test("longer secrets go before those that they contain, and very short ones are left", () => {
  expect(split(["token-1234 token abc\n"], ["token", "token-1234", "abc"])).toEqual([
    "[secret] [secret] abc",
  ]);
});
