import { expect, test } from "bun:test";
import fc from "fast-check";
import { distance } from "./edit-distance.ts";
import { formatTag, isRevisionTag, nearestTags, newestFirst } from "./revision-tags.ts";

const hex = (length: number) =>
  fc
    .array(fc.constantFrom(..."0123456789abcdef"), { minLength: length, maxLength: length })
    .map((digits) => digits.join(""));
const instant = fc.date({
  min: new Date("2020-01-01"),
  max: new Date("2099-12-31T23:59:59Z"),
  noInvalidDate: true,
});

test("every commit and time give a tag, and tags sort by time", () => {
  fc.assert(
    fc.property(instant, instant, hex(40), hex(40), (a, b, first, second) => {
      const [early, late] = a < b ? [a, b] : [b, a];
      const names = [
        { name: formatTag({ created_at: early.toISOString() }, first), commit: first },
        { name: formatTag({ created_at: late.toISOString() }, second), commit: second },
      ];
      expect(names.every(({ name }) => isRevisionTag(name))).toBe(true);
      if (Math.floor(+early / 1000) < Math.floor(+late / 1000))
        expect(newestFirst(names).map(({ commit }) => commit)).toEqual([second, first]);
    }),
  );
});

test("the time in a tag is UTC whatever zone the build wrote it in", () => {
  expect(formatTag({ created_at: "2026-05-01T23:30:05.123Z" }, "abcdef0123")).toBe(
    "idx-20260501-233005-abcdef0",
  );
});

test("edit distance is a metric", () => {
  const text = fc.string({ maxLength: 8 });
  fc.assert(
    fc.property(text, text, text, (a, b, c) => {
      expect(distance(a, a)).toBe(0);
      expect(distance(a, b)).toBe(distance(b, a));
      expect(distance(a, c)).toBeLessThanOrEqual(distance(a, b) + distance(b, c));
      expect(distance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
    }),
  );
});

test("a name with one letter wrong is nearest to the right one", () => {
  const tags = ["idx-20260101-000000-aaaaaaa", "idx-20260202-111111-bbbbbbb", "idx-20260303-222222-ccccccc"];
  expect(nearestTags(tags, "idx-20260202-111111-bbbbbbx")[0]).toBe("idx-20260202-111111-bbbbbbb");
});
