/** What the names behind a text's ids are, as a member's client knows them. */
export interface Names {
  users?: ReadonlyMap<string, string>;
  roles?: ReadonlyMap<string, string>;
  channels?: ReadonlyMap<string, string>;
}

interface InlineOptions {
  names: Names;
  /** Discord makes no link within a link. */
  isInLink: boolean;
}

type Rule = (text: string, at: number, options: InlineOptions) => Drawn | null;

/** HTML for a piece of text, and where the text goes on behind it. */
interface Drawn {
  html: string;
  end: number;
}

/** The Markdown that Discord shows within a line, as HTML; all else is text. */
export function drawInline(text: string, options: Partial<InlineOptions> = {}): string {
  const whole = { names: {}, isInLink: false, ...options };
  let html = "";
  let plainFrom = 0;
  let at = 0;
  while (at < text.length) {
    const drawn = drawAt(text, at, whole);
    if (!drawn) {
      at++;
      continue;
    }
    html += Bun.escapeHTML(text.slice(plainFrom, at)) + drawn.html;
    at = plainFrom = drawn.end;
  }
  return html + Bun.escapeHTML(text.slice(plainFrom));
}

function drawAt(text: string, at: number, options: InlineOptions): Drawn | null {
  for (const rule of RULES[text[at] ?? ""] ?? []) {
    const drawn = rule(text, at, options);
    if (drawn) return drawn;
  }
  return null;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** A rule for what one sticky pattern finds. */
function pattern(
  expression: RegExp,
  draw: (groups: readonly string[], options: InlineOptions) => string | null,
): Rule {
  return (text, at, options) => {
    const found = matchAt(expression, text, at);
    const html = found && draw([...found].map(String), options);
    return found && html !== null ? { html, end: at + found[0].length } : null;
  };
}

/** A rule for what stands between two equal marks, neither empty nor escaped. */
function between(mark: string, open: string, close: string): Rule {
  return (text, at, options) => {
    if (!text.startsWith(mark, at)) return null;
    const end = closing(text, at + mark.length, mark);
    if (end === null) return null;
    return {
      html: `${open}${drawInline(text.slice(at + mark.length, end), options)}${close}`,
      end: end + mark.length,
    };
  };
}

/** Where the mark closes; a run of its character that is longer closes at its last ones. */
function closing(text: string, from: number, mark: string): number | null {
  for (let at = from; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (at > from && text.startsWith(mark, at) && text[at + mark.length] !== mark[0]) return at;
  }
  return null;
}

/** `*text*` and `_text_`: no space inside the stars, no word around the underscores. */
function emphasis(mark: "*" | "_"): Rule {
  const isBound = mark === "*" ? hasSpaceInside : hasWordOutside;
  return (text, at, options) => {
    if (text[at + 1] === mark || isBound(text, at, at + 1)) return null;
    const end = emphasisEnd(text, at + 1, (from) => text[from] === mark && !isBound(text, from, from - 1));
    if (end === null) return null;
    return { html: `<em>${drawInline(text.slice(at + 1, end), options)}</em>`, end: end + 1 };
  };
}

function emphasisEnd(text: string, from: number, isEnd: (at: number) => boolean): number | null {
  for (let at = from; at < text.length; at++) {
    if (at > from && isEnd(at) && text[at + 1] !== text[at]) return at;
    // What is escaped, and a mark that is doubled, closes nothing.
    if (text[at] === "\\" || (/[*_]/.test(text[at] ?? "") && text[at + 1] === text[at])) at++;
  }
  return null;
}

function hasSpaceInside(text: string, _mark: number, inside: number): boolean {
  return /^\s?$/.test(text[inside] ?? "");
}

function hasWordOutside(text: string, mark: number, inside: number): boolean {
  return /[\p{L}\p{N}_]/u.test(text[2 * mark - inside] ?? "");
}

function link(url: string, html: string): string {
  return `<a href="${Bun.escapeHTML(url)}" rel="noreferrer">${html}</a>`;
}

function mention(name: string): string {
  return `<span class="mention">${Bun.escapeHTML(name)}</span>`;
}

const bareUrl = pattern(/https?:\/\/[^\s<]+[^<.,:;"'\]\s)]/y, ([url = ""], { isInLink }) =>
  isInLink ? null : link(url, Bun.escapeHTML(url)),
);

const maskedLink = pattern(
  /\[((?:\\.|\[[^\]\n]*\]|[^[\]\\])+)\]\(\s*<?(https?:\/\/(?:\([^)\s]*\)|[^\s()<>])+)>?(?:\s+["'][^\n]*?["'])?\s*\)/y,
  ([, label = "", url = ""], options) =>
    options.isInLink || label.trim() === ""
      ? null
      : link(url, drawInline(label, { ...options, isInLink: true })),
);

const code = pattern(/(`+)([\s\S]*?[^`])\1(?!`)/y, ([, , content = ""]) => {
  const trimmed = content.replace(/^ (?=\s*`)|(?<=`\s*) $/g, "");
  return `<code>${Bun.escapeHTML(trimmed)}</code>`;
});

const RULES: Record<string, readonly Rule[]> = {
  "\\": [pattern(/\\([^0-9A-Za-z\s])/y, ([, char = ""]) => Bun.escapeHTML(char))],
  "`": [code],
  "*": [between("**", "<strong>", "</strong>"), emphasis("*")],
  _: [between("__", "<u>", "</u>"), emphasis("_")],
  "~": [between("~~", "<s>", "</s>")],
  "|": [between("||", '<span class="spoiler">', "</span>")],
  "[": [maskedLink],
  h: [bareUrl],
  "<": [
    pattern(/<(https?:\/\/[^ >]+)>/y, ([, url = ""], { isInLink }) =>
      isInLink ? null : link(url, Bun.escapeHTML(url)),
    ),
    pattern(/<@!?(\d+)>/y, ([, id = ""], { names }) => mention(`@${names.users?.get(id) ?? "unknown-user"}`)),
    pattern(/<@&(\d+)>/y, ([, id = ""], { names }) => mention(`@${names.roles?.get(id) ?? "deleted-role"}`)),
    pattern(/<#(\d+)>/y, ([, id = ""], { names }) => mention(`# ${names.channels?.get(id) ?? "unknown"}`)),
    pattern(/<\/([^:>]+):\d+>/y, ([, name = ""]) => mention(`/${name}`)),
    pattern(/<a?:(\w+):\d+>/y, ([, name = ""]) => `<span class="emoji">:${Bun.escapeHTML(name)}:</span>`),
    pattern(/<t:(-?\d{1,13})(?::[tTdDfFR])?>/y, ([, seconds = ""]) => {
      const date = new Date(Number(seconds) * 1000);
      return Number.isNaN(date.getTime())
        ? null
        : `<span class="time">${date.toISOString().slice(0, 16).replace("T", " ")}</span>`;
    }),
  ],
  "@": [pattern(/@(everyone|here)/y, ([all = ""]) => mention(all))],
};
