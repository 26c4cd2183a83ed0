import { expect, test } from "bun:test";
import fc from "fast-check";
import { toCsv } from "./csv.ts";

test("rows begin with the mark of UTF-8 and end as RFC 4180 has it", () => {
  expect(
    toCsv([
      ["pergunta", "vezes"],
      ['o que é "dolo"?', 3],
    ]),
  ).toBe('\uFEFF"pergunta","vezes"\r\n"o que é ""dolo""?",3\r\n');
});

test("what a spreadsheet would run is shown as text", () => {
  for (const formula of [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "\u200b=1",
    "＝1",
    "\uFEFF=1",
  ])
    expect(toCsv([[formula]])).toBe(`\uFEFF"'${formula}"\r\n`);
  expect(toCsv([["art. 5º = direitos"]])).toBe('\uFEFF"art. 5º = direitos"\r\n');
});

/** As RFC 4180 reads quoted cells. */
function readCells(csv: string): string[] {
  return [...csv.matchAll(/"((?:[^"]|"")*)"(?:,|\r\n)/g)].map(([, cell = ""]) => cell.replaceAll('""', '"'));
}

test("whatever is asked stays one cell, and none begins like a formula", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "grapheme" }), { minLength: 1 }), (texts) => {
      const cells = readCells(toCsv([texts]).slice(1));
      expect(cells.map((cell, i) => (cell === `'${texts[i]}` ? texts[i] : cell))).toEqual(texts);
      expect(cells.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
    }),
  );
});
