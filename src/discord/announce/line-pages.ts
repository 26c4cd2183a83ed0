import { truncate } from "../render/escape-markdown.ts";

/** Lines put together to pages of at most so many characters, in order; a line that is longer than a page is cut. */
export function linePages(lines: readonly string[], maxChars: number): string[] {
  const pages: string[] = [];
  for (const whole of lines) {
    const line = truncate(whole, maxChars);
    const last = pages.at(-1);
    if (last === undefined || last.length + 1 + line.length > maxChars) pages.push(line);
    else pages[pages.length - 1] = `${last}\n${line}`;
  }
  return pages;
}

/** As many of the first lines as fit, and how many were left out. */
export function firstLines(lines: readonly string[], maxChars: number): { text: string; left: number } {
  const [first = ""] = linePages(lines, maxChars);
  return { text: first, left: lines.length - (first === "" ? 0 : first.split("\n").length) };
}
