/** A line longer than this is cut, so that output without line ends is kept as it comes. */
const MAX_LINE_CHARS = 64 * 1024;
/** Shorter values stand in any text by chance. */
const MIN_SECRET_CHARS = 4;
const REPLACEMENT = "[secret]";

/** Makes a function that takes secrets out of a text; those of several lines are taken out line by line. */
export function createRedactor(secrets: string[]): {
  redact: (text: string) => string;
  longestChars: number;
} {
  const parts = secrets
    .flatMap((secret) => [secret, ...secret.split(/\r?\n/)])
    .filter((part) => part.length >= MIN_SECRET_CHARS)
    .sort((a, b) => b.length - a.length);
  return {
    redact: (text) => parts.reduce((rest, part) => rest.replaceAll(part, REPLACEMENT), text),
    longestChars: parts[0]?.length ?? 0,
  };
}

/** Cuts a stream of text into lines without secrets. */
export function createLineSplitter(secrets: string[]) {
  const { redact, longestChars } = createRedactor(secrets);
  let rest = "";
  return {
    /** Lines that the text has completed. */
    push(text: string): string[] {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      const complete = lines.map((line) => redact(line.replace(/\r$/, "")));
      if (rest.length <= MAX_LINE_CHARS + longestChars) return complete;
      // What a secret may begin with stays behind, so that none is cut in two.
      const cleaned = redact(rest);
      const cut = cleaned.length - longestChars;
      rest = cleaned.slice(cut);
      return [...complete, cleaned.slice(0, cut)];
    },
    /** The last line, which no line end has completed. */
    flush(): string[] {
      const last = redact(rest);
      rest = "";
      return last === "" ? [] : [last];
    },
  };
}
