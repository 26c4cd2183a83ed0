import { truncate } from "../render/escape-markdown.ts";

/** Lines put together to pages of at most so many characters, in order; a line that is longer than a page is cut. */
export function linePages(lines: readonly string[], maxChars: number): string[] {
  return group(lines, maxChars).map((page) => page.join("\n"));
}

/** As many of the first lines as fit, and how many were left out. */
export function firstLines(lines: readonly string[], maxChars: number): { text: string; left: number } {
  const [first = []] = group(lines, maxChars);
  return { text: first.join("\n"), left: lines.length - first.length };
}

function group(lines: readonly string[], maxChars: number): string[][] {
  const pages: string[][] = [];
  let room = 0;
  for (const whole of lines) {
    const line = truncate(whole, maxChars);
    const page = pages.at(-1);
    // The line break in front of it.
    room -= line.length + 1;
    if (page !== undefined && room >= 0) page.push(line);
    else {
      pages.push([line]);
      room = maxChars - line.length;
    }
  }
  return pages;
}
