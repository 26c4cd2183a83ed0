import { drawInline, type Names } from "./inline-markdown.ts";

/** Discord's Markdown as HTML: code blocks, headers, subtext, quotes, lists, and what stands within lines. */
export function drawMarkdown(text: string, names: Names = {}): string {
  return text
    .split(/(```[\s\S]+?```)/)
    .map((part, index) => (index % 2 === 1 ? drawCodeBlock(part) : drawLines(part, names)))
    .join("");
}

function drawCodeBlock(fenced: string): string {
  const [, , content = ""] = /^```(?:([\w+.-]+)\n)?\n*([\s\S]*?)\n*```$/.exec(fenced) ?? [];
  return `<pre><code>${Bun.escapeHTML(content)}</code></pre>`;
}

/** Lines that make up one thing, and where it ends. */
interface Block {
  html: string;
  end: number;
}

function drawLines(text: string, names: Names): string {
  const lines = trimBreaks(text).split("\n");
  if (lines.length === 1 && lines[0] === "") return "";
  const blocks: string[] = [];
  let plain: string[] = [];
  const flush = (isBeforeBlock: boolean) => {
    // The last line break of a box is not shown: an empty line before a block needs another one.
    const gap = isBeforeBlock && plain.at(-1) === "" ? "\n" : "";
    if (plain.length > 0)
      blocks.push(`<div class="text">${drawInline(plain.join("\n") + gap, { names })}</div>`);
    plain = [];
  };
  for (let at = 0; at < lines.length; ) {
    const block = blockAt(lines, at, names);
    if (!block) {
      plain.push(lines[at++] ?? "");
      continue;
    }
    flush(true);
    blocks.push(block.html);
    at = block.end;
  }
  flush(false);
  return blocks.join("");
}

/** The line breaks next to a code block are its own. */
function trimBreaks(text: string): string {
  return text.replace(/^\n/, "").replace(/\n$/, "");
}

function blockAt(lines: readonly string[], at: number, names: Names): Block | null {
  const line = lines[at] ?? "";
  const header = /^(#{1,3}) +(?=\S)(.+)$/.exec(line);
  if (header) {
    const level = header[1]?.length ?? 1;
    return { html: `<h${level}>${drawInline(header[2] ?? "", { names })}</h${level}>`, end: at + 1 };
  }
  const subtext = /^-# +(?=\S)(.+)$/.exec(line);
  if (subtext) return { html: `<small>${drawInline(subtext[1] ?? "", { names })}</small>`, end: at + 1 };
  if (line.startsWith(">>> "))
    return quote([line.slice(4), ...lines.slice(at + 1)].join("\n"), lines.length, names);
  if (line.startsWith("> ")) {
    const end = endOf(lines, at, (one) => one.startsWith("> "));
    return quote(
      lines
        .slice(at, end)
        .map((one) => one.slice(2))
        .join("\n"),
      end,
      names,
    );
  }
  if (!LIST_ITEM.test(line)) return null;
  const end = endOf(lines, at, (one) => LIST_ITEM.test(one));
  return { html: drawList(lines.slice(at, end), names), end };
}

function quote(text: string, end: number, names: Names): Block {
  return { html: `<blockquote>${drawLines(text, names)}</blockquote>`, end };
}

function endOf(lines: readonly string[], from: number, belongs: (line: string) => boolean): number {
  const length = lines.slice(from).findIndex((line) => !belongs(line));
  return length < 0 ? lines.length : from + length;
}

const LIST_ITEM = /^( *)([-*]|\d{1,10}\.) +(?=\S)(.*)$/;

/** Items in their order; what is indented deeper belongs to the item before it. */
function drawList(lines: readonly string[], names: Names): string {
  const [, firstIndent = "", firstMark = ""] = LIST_ITEM.exec(lines[0] ?? "") ?? [];
  const items: string[] = [];
  for (let at = 0; at < lines.length; ) {
    const [, , , content = ""] = LIST_ITEM.exec(lines[at] ?? "") ?? [];
    const end = endOf(lines, at + 1, (line) => line.search(/\S/) > firstIndent.length);
    const inner = end > at + 1 ? drawList(lines.slice(at + 1, end), names) : "";
    items.push(`<li>${drawInline(content, { names })}${inner}</li>`);
    at = end;
  }
  const [open, close] = /\d/.test(firstMark)
    ? [`<ol start="${Number.parseInt(firstMark, 10)}">`, "</ol>"]
    : ["<ul>", "</ul>"];
  return `${open}${items.join("")}${close}`;
}
