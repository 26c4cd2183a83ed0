/** What a strict reader finds in Discord's Markdown. */
export interface ReadMarkdown {
  /** What is seen, without the marks. */
  text: string;
  /** Addresses, of masked links and of those that Discord makes of bare text. */
  links: string[];
  /** What pings, or is shown as if it did, and what Discord puts something else in place of. */
  mentions: string[];
  /** Marks that are not escaped: of emphasis, code, spoilers, headings, small print, lists, quotations. */
  marks: string[];
}

const LINE_MARK = /(?<=^|\n)(?:> )?(?:#{1,3}(?= )|-#(?= )|[-*+](?= )|\d{1,10}\.(?= ))|(?<=^|\n)>(?:>>)? /y;
const MENTION = /<(?:@[!&]?|#)\d+>|<a?:\w+:\d+>|<t:-?\d+(?::\w)?>|<\/[^:>]+:\d+>|@everyone|@here/y;
const MASKED = /\[((?:\\.|[^\\\]\n])*)\]\(([^()\s]*)\)/y;
const BARE = /[a-z][a-z\d+.-]*:\/\/[^\s>]*|discord(?:app)?\.(?:gg|com|me|io|li)\/[^\s>]*/iy;
const MARK = /\*{1,3}|_{1,2}|~~|\|\||`+/y;

/** Reads Markdown more strictly than Discord does: a mark counts even where it has no partner. */
export function readMarkdown(source: string): ReadMarkdown {
  const read: ReadMarkdown = { text: "", links: [], mentions: [], marks: [] };
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(source);
    if (found) at += found[0].length;
    return found;
  };
  while (at < source.length) {
    const escaped = /\\([^0-9A-Za-z\s])/y;
    let found = take(escaped);
    if (found) {
      read.text += found[1] ?? "";
      continue;
    }
    found = take(LINE_MARK) ?? take(MARK);
    if (found) {
      read.marks.push(found[0].trim());
      continue;
    }
    found = take(MASKED);
    if (found) {
      const label = readMarkdown(found[1] ?? "");
      read.text += label.text;
      read.links.push(found[2] ?? "", ...label.links);
      read.mentions.push(...label.mentions);
      read.marks.push(...label.marks);
      continue;
    }
    found = take(MENTION);
    if (found) {
      read.mentions.push(found[0]);
      continue;
    }
    found = take(BARE);
    if (found) read.links.push(found[0]);
    read.text += found?.[0] ?? source[at++] ?? "";
  }
  return read;
}
