import { expect, test } from "bun:test";
import { joinRow } from "./join-row.ts";

const block = (text: string) => ({ text, heading: false, pages: [] });
const textsOf = (blocks: readonly { text: string }[]) => blocks.map(({ text }) => text);

test("a short row is one block", () => {
  expect(textsOf(joinRow([[block("Alíquota")], [], [block("5%")]]))).toEqual(["Alíquota 5%"]);
});

test("cells of several paragraphs, or of long ones, stay apart", () => {
  expect(textsOf(joinRow([[block("a"), block("b")], [block("c")]]))).toEqual(["a", "b", "c"]);
  const long = "palavra ".repeat(30).trim();
  expect(textsOf(joinRow([[block(long)], [block(long)]]))).toEqual([long, long]);
});
