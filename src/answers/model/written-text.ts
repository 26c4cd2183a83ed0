/** The text of an answer while it comes. */
export interface WrittenText {
  /** Takes a piece, and says whether there is room for more. */
  add(piece: string): boolean;
  /** What was held back comes out: nothing more follows. */
  end(): void;
  text(): string;
}

const THINK_OPEN = "<think>";
const THINK_CLOSE = "</think>";

/**
 * Collects pieces of text and passes them on.
 * - Reasoning that a server leaves in the text (`<think>…</think>` at its beginning) is left out.
 * - Characters cut in two by the pieces are passed on whole; what is no character becomes U+FFFD.
 * - Nothing is taken beyond `maxChars`, and nothing white before the first word.
 */
export function createWrittenText(options: {
  maxChars: number;
  onText: (delta: string) => void;
}): WrittenText {
  const { maxChars, onText } = options;
  let state: "beginning" | "thinking" | "writing" = "beginning";
  /** Read, not yet decided on: the beginning of a tag, or half a character. */
  let held = "";
  let text = "";
  let hasRoom = true;

  function emit(piece: string): void {
    const all = (text === "" ? piece.trimStart() : piece).toWellFormed();
    if (all === "" || !hasRoom) return;
    let end = maxChars - text.length;
    hasRoom = all.length <= end;
    if (!hasRoom && isHighSurrogate(all, end - 1)) end--;
    const taken = all.slice(0, end);
    text += taken;
    if (taken !== "") onText(taken);
  }

  function takeWriting(): void {
    const cut = isHighSurrogate(held, held.length - 1) ? held.length - 1 : held.length;
    const piece = held.slice(0, cut);
    held = held.slice(cut);
    emit(piece);
  }

  function take(): void {
    if (state === "beginning") {
      const start = held.trimStart();
      if (start.startsWith(THINK_OPEN)) {
        state = "thinking";
        held = start.slice(THINK_OPEN.length);
      } else if (!THINK_OPEN.startsWith(start)) state = "writing";
    }
    if (state === "thinking") {
      const close = held.indexOf(THINK_CLOSE);
      held = close < 0 ? held.slice(1 - THINK_CLOSE.length) : held.slice(close + THINK_CLOSE.length);
      if (close >= 0) state = "writing";
    }
    if (state === "writing") takeWriting();
  }

  return {
    add(piece) {
      held += piece;
      take();
      return hasRoom;
    },
    end() {
      if (state !== "thinking") emit(held);
      held = "";
    },
    text: () => text,
  };
}

function isHighSurrogate(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  return unit >= 0xd800 && unit <= 0xdbff;
}
