const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING: readonly number[] = [0x5b, 0x7b];
const CLOSING: readonly number[] = [0x5d, 0x7d];
/** What a number or literal ends before: spaces, marks and quotes. */
const WORD_ENDS = new Set(Buffer.from(' \n\r\t{}[]:,"'));

/** Finds where JSON values end, also those that go on in the next piece of the text. */
export interface ValueEnd {
  /** Whether the piece before ended within a value. */
  readonly isOpen: boolean;
  /**
   * Index behind the value that begins at `from` or, where one is open, goes on there; -1 where it goes on in the next
   * piece. Brackets and quotes alone are followed: whether it is JSON, its parser says.
   */
  find(piece: Uint8Array, from: number): number;
}

export function createValueEnd(): ValueEnd {
  let isOpen = false;
  let isWord = false;
  let depth = 0;
  let inString = false;
  /** Whether the piece before ended within a string and on an odd run of backslashes. */
  let isEscaped = false;

  /** Goes behind the next quote; one that an odd run of backslashes precedes does not end the string. */
  const passString = (piece: Uint8Array, from: number): number => {
    const quote = piece.indexOf(QUOTE, from);
    const end = quote < 0 ? piece.length : quote;
    let start = end;
    while (start > from && piece[start - 1] === BACKSLASH) start -= 1;
    const goesOn = start === from && isEscaped;
    const isOdd = (end - start + (goesOn ? 1 : 0)) % 2 === 1;
    inString = quote < 0 || isOdd;
    isEscaped = quote < 0 && isOdd;
    return quote < 0 ? piece.length : quote + 1;
  };

  /** Goes behind the next quote, or behind the bracket that closes the last open one. */
  const passBrackets = (piece: Uint8Array, from: number): number => {
    for (let at = from; at < piece.length; at++) {
      const byte = piece[at] ?? 0;
      inString = byte === QUOTE;
      if (OPENING.includes(byte)) depth += 1;
      else if (CLOSING.includes(byte)) depth -= 1;
      if (inString || depth === 0) return at + 1;
    }
    return piece.length;
  };

  const findClosing = (piece: Uint8Array, from: number): number => {
    for (let at = from; at < piece.length; ) {
      at = inString ? passString(piece, at) : passBrackets(piece, at);
      if (depth === 0 && !inString) return at;
    }
    return -1;
  };

  const findWordEnd = (piece: Uint8Array, from: number): number => {
    for (let at = from; at < piece.length; at++) if (WORD_ENDS.has(piece[at] ?? 0)) return at;
    return -1;
  };

  return {
    get isOpen() {
      return isOpen;
    },
    find(piece, from) {
      const first = piece[from] ?? 0;
      if (!isOpen) isWord = first !== QUOTE && !OPENING.includes(first);
      const end = isWord ? findWordEnd(piece, from) : findClosing(piece, from);
      isOpen = end < 0;
      return end;
    },
  };
}
