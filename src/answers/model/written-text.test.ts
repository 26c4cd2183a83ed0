import { expect, test } from "bun:test";
import fc from "fast-check";
import { createWrittenText } from "./written-text.ts";

/** Any text cut into pieces at any UTF-16 unit. */
const pieces = fc
  .tuple(
    fc.array(
      fc.oneof(
        fc.string({ unit: "binary" }),
        fc.constantFrom("<think>", "</think>", "<thi", "nk>", " ", "\n", "😀", "\ud83d", "\ude00"),
      ),
      { maxLength: 12 },
    ),
    fc.array(fc.nat(40)),
  )
  .map(([parts, cuts]) => {
    let rest = parts.join("");
    const cut: string[] = [];
    for (const at of cuts) {
      cut.push(rest.slice(0, at));
      rest = rest.slice(at);
    }
    return [...cut, rest];
  });

function write(parts: readonly string[], maxChars: number) {
  const told: string[] = [];
  const written = createWrittenText({ maxChars, onText: (delta) => void told.push(delta) });
  for (const part of parts) if (!written.add(part)) break;
  written.end();
  return { text: written.text(), told };
}

test("the text does not depend on how it is cut, is well-formed, and is what was told", () => {
  fc.assert(
    fc.property(pieces, fc.integer({ min: 1, max: 60 }), (parts, maxChars) => {
      const { text, told } = write(parts, maxChars);
      expect(text).toBe(write([parts.join("")], maxChars).text);
      expect(told.join("")).toBe(text);
      expect(told.every((delta) => delta !== "" && delta.isWellFormed())).toBe(true);
      expect(text.length).toBeLessThanOrEqual(maxChars);
      expect(text).toBe(text.trimStart());
    }),
    { numRuns: 2_000 },
  );
});

test("text without thinking is what came, up to the white space before it", () => {
  fc.assert(
    fc.property(pieces, (parts) => {
      const whole = parts.join("");
      fc.pre(!whole.trimStart().startsWith("<think>"));
      expect(write(parts, 10_000).text).toBe(whole.trimStart().toWellFormed());
    }),
  );
});

test("thinking is left out, whether it ends or not", () => {
  expect(write([" <thi", "nk>um </th", "ink>\n\nSim"], 100).text).toBe("Sim");
  expect(write(["<think>nunca acaba"], 100).text).toBe("");
  expect(write(["<thi"], 100).text).toBe("<thi");
});
