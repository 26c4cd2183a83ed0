import { createValueEnd } from "./json-value-end.ts";

const MARKS = ["{", "}", "[", "]", ":", ","] as const;

/**
 * A part of a JSON text at its outer levels: a mark of the outermost object or of a list that is one of its values, or
 * any other value, whole and unparsed.
 */
export type JsonToken = { kind: (typeof MARKS)[number] } | { kind: "value"; text: string };

/** A larger value is refused, so that memory stays bounded whatever the text holds. */
export const VALUE_MAX_BYTES = 64 * 1024 * 1024;

const MARK_OF = new Map(MARKS.map((kind) => [kind.charCodeAt(0), { kind }]));
const SPACES = new Set(Buffer.from(" \n\r\t"));
const SPACE = { kind: " " } as const;
const BYTE_ORDER_MARK = "\uFEFF";

/**
 * Cuts a JSON text in UTF-8, which comes in pieces cut anywhere, into its outer tokens. A piece may be overwritten once
 * the next is asked for.
 * @throws SyntaxError where the text ends within a value or a value is larger than `VALUE_MAX_BYTES`
 */
export function* jsonTokens(pieces: Iterable<Uint8Array>): Generator<JsonToken> {
  let isFirst = true;
  for (const token of rawTokens(pieces)) {
    const isByteOrderMark = isFirst && token.kind === "value" && token.text === BYTE_ORDER_MARK;
    isFirst = false;
    if (!isByteOrderMark) yield token;
  }
}

function* rawTokens(pieces: Iterable<Uint8Array>): Generator<JsonToken> {
  const valueEnd = createValueEnd();
  const begun = createHolder();
  /** 1 within the outermost object, 2 within a list that is one of its values. */
  let level = 0;
  for (const piece of pieces) {
    for (let at = 0; at < piece.length; ) {
      const mark = valueEnd.isOpen ? null : markAt(piece[at] ?? 0, level);
      if (mark) {
        level += LEVELS[mark.kind];
        if (mark.kind !== " ") yield mark;
        at += 1;
        continue;
      }
      const end = valueEnd.find(piece, at);
      begun.add(piece, at, end);
      if (end < 0) break;
      yield { kind: "value", text: begun.take() };
      at = end;
    }
  }
  if (valueEnd.isOpen) throw new SyntaxError("the text ends within a value");
}

const LEVELS = { "{": 1, "[": 1, "}": -1, "]": -1, ":": 0, ",": 0, " ": 0 } as const;

/** The mark or space that a byte is, null where a value begins: only lists directly in the outermost object are opened. */
function markAt(byte: number, level: number) {
  if (SPACES.has(byte)) return SPACE;
  const mark = MARK_OF.get(byte);
  const isWithinValue = (mark?.kind === "{" && level !== 0) || (mark?.kind === "[" && level !== 1);
  return mark && !isWithinValue ? mark : null;
}

/** The bytes of a value until it is whole. */
function createHolder() {
  let parts: Uint8Array[] = [];
  let bytes = 0;
  return {
    /** Takes up what lies from `from` to `end`; with an `end` of -1 a copy of all the rest, since the value goes on. */
    add(piece: Uint8Array, from: number, end: number): void {
      const part = end < 0 ? Uint8Array.from(piece.subarray(from)) : piece.subarray(from, end);
      bytes += part.length;
      if (bytes > VALUE_MAX_BYTES) throw new SyntaxError(`a value is larger than ${VALUE_MAX_BYTES} bytes`);
      parts.push(part);
    },
    take(): string {
      const [only] = parts;
      const whole = parts.length === 1 && only ? only : Buffer.concat(parts);
      parts = [];
      bytes = 0;
      return Buffer.from(whole.buffer, whole.byteOffset, whole.byteLength).toString("utf8");
    },
  };
}
