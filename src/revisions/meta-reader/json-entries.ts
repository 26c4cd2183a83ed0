import { type JsonToken, jsonTokens } from "./json-tokens.ts";

/** A field of the outermost object: a list's beginning, then its items one by one; or any other value. */
export type JsonEntry =
  | { kind: "list"; key: string }
  | { kind: "item"; key: string; index: number; value: unknown }
  | { kind: "value"; key: string; value: unknown };

/**
 * Reads a JSON text whose outermost value is an object, one entry after the other, in memory that depends on the largest
 * entry alone. However the text is laid out, the entries are those that `JSON.parse` would find.
 * @throws SyntaxError where it is not JSON, or not an object; entries before that place have been given by then
 */
export function* jsonEntries(pieces: Iterable<Uint8Array>): Generator<JsonEntry> {
  let key = "";
  let index = 0;
  let expected: Place = "object";
  const parse = (text: string): unknown => {
    try {
      return JSON.parse(text);
    } catch (cause) {
      const place = expected === "item" || expected === "first item" ? `${key}[${index}]` : `field ${key}`;
      throw new SyntaxError(`${place}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    }
  };
  for (const token of jsonTokens(pieces)) {
    const next: Place | undefined = PLACES[expected][token.kind];
    if (next === undefined) throw unexpected(token, expected, key);
    if (token.kind === "value") {
      const value = parse(token.text);
      if (next === "colon") {
        if (typeof value !== "string") throw unexpected(token, expected, key);
        key = value;
      } else if (next === "after item") yield { kind: "item", key, index: index++, value };
      else yield { kind: "value", key, value };
    }
    if (next === "first item") {
      index = 0;
      yield { kind: "list", key };
    }
    expected = next;
  }
  if (expected !== "end") throw new SyntaxError(`the text ends where ${NAMES[expected]} is expected`);
}

type Place =
  | "object"
  | "first key"
  | "key"
  | "colon"
  | "value"
  | "after value"
  | "first item"
  | "item"
  | "after item"
  | "end";

/** What may stand at each place of the text, and the place behind it. */
const PLACES: Record<Place, Partial<Record<JsonToken["kind"], Place>>> = {
  object: { "{": "first key" },
  "first key": { value: "colon", "}": "end" },
  key: { value: "colon" },
  colon: { ":": "value" },
  value: { value: "after value", "[": "first item" },
  "after value": { ",": "key", "}": "end" },
  "first item": { value: "after item", "]": "after value" },
  item: { value: "after item" },
  "after item": { ",": "item", "]": "after value" },
  end: {},
};

const NAMES: Record<Place, string> = {
  object: "an object",
  "first key": "a field's name or }",
  key: "a field's name",
  colon: ":",
  value: "a value",
  "after value": ", or }",
  "first item": "an item or ]",
  item: "an item",
  "after item": ", or ]",
  end: "nothing more",
};

function unexpected(token: JsonToken, expected: Place, key: string): SyntaxError {
  const found = token.kind === "value" ? token.text.slice(0, 40) : token.kind;
  const after = key === "" ? "" : ` (last field: ${key})`;
  return new SyntaxError(`${NAMES[expected]} expected, found ${found}${after}`);
}
