import { expect, test } from "bun:test";
import fc from "fast-check";
import { jsonEntries } from "./json-entries.ts";
import { VALUE_MAX_BYTES } from "./json-tokens.ts";

/** The bytes of a text in pieces of the given sizes, used by turns; one buffer, as a file is read. */
function* piecesOf(text: string, sizes: readonly number[]): Generator<Uint8Array> {
  const bytes = Buffer.from(text);
  const buffer = new Uint8Array(Math.max(...sizes));
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    buffer.set(bytes.subarray(at, at + size));
    yield buffer.subarray(0, Math.min(size, bytes.length - at));
    at += size;
  }
}

/** Puts the object together again, each field as often as it came. */
function read(pieces: Iterable<Uint8Array>): [string, unknown][] {
  const fields: [string, unknown][] = [];
  const lists: unknown[][] = [];
  for (const entry of jsonEntries(pieces)) {
    if (entry.kind === "value") fields.push([entry.key, entry.value]);
    else if (entry.kind === "list") {
      lists.push([]);
      fields.push([entry.key, lists.at(-1)]);
    } else {
      expect(entry.key).toBe(fields.at(-1)?.[0] ?? "");
      expect(lists.at(-1)?.push(entry.value)).toBe(entry.index + 1);
    }
  }
  return fields;
}

const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });
/** Text with what JSON writes in a special way, and what could be taken for its marks. */
const tricky = fc.string({
  unit: fc.constantFrom('"', "\\", "{", "}", "[", "]", ",", ":", "\n", "é", "😀", " ", "a"),
});
const object = fc.dictionary(
  fc.oneof(tricky, fc.string()),
  fc.oneof(
    fc.array(fc.oneof(fc.jsonValue(), tricky), { maxLength: 4 }),
    fc.jsonValue(),
    fc.record({ text: tricky, list: fc.array(tricky) }),
  ),
  { maxKeys: 5, noNullPrototype: true },
);
const indent = fc.constantFrom(undefined, 1, "\t", "\r\n ");

test("any object in any layout, cut into pieces anywhere, gives what JSON.parse gives", () => {
  fc.assert(
    fc.property(object, indent, sizes, fc.boolean(), (value, space, cuts, hasMark) => {
      const text = `${hasMark ? "\uFEFF" : ""}${JSON.stringify(value, null, space)}${typeof space === "string" ? space : ""}`;
      const expected = Object.entries(JSON.parse(JSON.stringify(value)));
      expect(read(piecesOf(text, cuts))).toEqual(expected);
    }),
    { numRuns: 400 },
  );
});

test("a text that JSON.parse refuses, or that is no object, is refused", () => {
  const mutation = fc.record({
    at: fc.nat(),
    drop: fc.integer({ min: 0, max: 3 }),
    put: fc.constantFrom("", ",", "{", "}", "[", "]", '"', ":", "\\", "1", "x", " "),
  });
  const attempt = (work: () => unknown) => {
    try {
      return work();
    } catch (error) {
      if (error instanceof SyntaxError) return "refused";
      throw error;
    }
  };
  fc.assert(
    fc.property(object, mutation, sizes, (value, { at, drop, put }, cuts) => {
      const whole = JSON.stringify(value);
      const place = at % (whole.length + 1);
      const text = (whole.slice(0, place) + put + whole.slice(place + drop)).toWellFormed();
      const expected = attempt(() => JSON.parse(text));
      const isObject = typeof expected === "object" && expected !== null && !Array.isArray(expected);
      const found = attempt(() => Object.fromEntries(read(piecesOf(text, cuts))));
      expect(found).toEqual(isObject ? expected : "refused");
    }),
    { numRuns: 1000 },
  );
});

test("an empty text, a list and a number are no object", () => {
  for (const text of ["", " \n", "[]", "[{}]", "7", '"a"', "null", "{", "{}{}", "{},"])
    expect(() => read(piecesOf(text, [1]))).toThrow(SyntaxError);
});

test("an error names the item", () => {
  expect(() => read(piecesOf('{"chunks": [1, 2, tru]}', [7]))).toThrow(/^chunks\[2\]: /);
  expect(() => read(piecesOf('{"a": 1, "b": nul}', [7]))).toThrow(/^field b: /);
});

test("a value that would not fit into memory is refused before it is read whole", () => {
  function* endless() {
    yield Buffer.from('{"text": "');
    for (;;) yield Buffer.alloc(1024 * 1024, 0x61);
  }
  expect(() => read(endless())).toThrow(String(VALUE_MAX_BYTES));
});
