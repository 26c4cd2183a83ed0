import { expect, test } from "bun:test";
import { narrowDocuments } from "./narrow-documents.ts";

test.each([
  [[], [], []],
  [[], ["docs/a.pdf"], ["docs/a.pdf"]],
  [["docs/civil/"], [], ["docs/civil/"]],
  [["docs/civil/"], ["docs/civil/cc.pdf"], ["docs/civil/cc.pdf"]],
  [["docs/civil/cc.pdf", "docs/penal/cp.pdf"], ["docs/civil/"], ["docs/civil/cc.pdf"]],
  [["docs/civil/"], ["docs/civil/"], ["docs/civil/"]],
  [["docs/civil/"], ["docs/penal/cp.pdf"], null],
  [["docs/civil/"], ["docs/civil-antigo/cc.pdf"], null],
  [["docs/cc.pdf"], ["docs/cc.pdf.bak"], null],
])("of %p, %p leaves %p", (within, chosen, both) => {
  expect(narrowDocuments(within, chosen)).toEqual(both);
});
