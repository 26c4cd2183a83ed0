import { expect, test } from "bun:test";
import fc from "fast-check";
import { readUnitId, writeUnitId } from "./unit-custom-id.ts";

const paths = ["docs/a.pdf", `docs/${"longo/".repeat(40)}lei.pdf`, "docs/súmulas do STJ.docx"];
const unit = fc.constantFrom(
  "art5",
  "art1234-AB",
  "Art. 1.234-AB, parágrafo único, LXXXVIII, a",
  "sumula331",
);

test("a page is read again as it was written, in at most 100 characters, whatever the law is called", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 9999 }),
      fc.bigInt({ min: 1n, max: 2n ** 64n - 1n }),
      unit,
      fc.string({ minLength: 1, maxLength: 100, unit: "grapheme" }),
      fc.constantFrom(...paths),
      (page, user, unit, law, path) => {
        const asked = { page, userId: String(user), unit, law };
        const customId = writeUnitId(asked, path);
        expect(customId.length).toBeLessThanOrEqual(100);
        const read = readUnitId(customId, paths);
        // A law whose name is too long is known by its document.
        expect([asked, { ...asked, law: path }]).toContainEqual(read as never);
      },
    ),
  );
});

test("a short name stays a name, and a long path is known by its hash", () => {
  const asked = { page: 2, userId: "42", unit: "art5", law: "CF" };
  expect(writeUnitId(asked, "docs/a.pdf")).toBe("unit:2:42:art5:=CF");
  const path = paths[1] ?? "";
  expect(readUnitId(writeUnitId({ ...asked, law: path }, path), paths)).toEqual({ ...asked, law: path });
  expect(readUnitId(writeUnitId({ ...asked, law: path }, path), ["docs/a.pdf"])).toBeNull();
});

test.each([
  "unit",
  "unit:",
  "unit:x:42:art5:=CF",
  "unit:1:42:art5:CF",
  "unit:1:42::=CF",
  "unit:1:42:art5:=",
  "page:1",
])("%p is no page", (customId) => {
  expect(readUnitId(customId, paths)).toBeNull();
});
