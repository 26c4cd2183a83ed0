/** A word of RTF: a control word or symbol, a brace, or plain text. */
const TOKEN = /\\'[0-9a-f]{2}|\\[a-z]+-?\d* ?|\\[^a-z]|[{}]|[^\\{}]+/giy;
const LABEL_GROUP = /\{\\(?:listtext|pntext)(?![a-z])/y;
const BINARY = /^\\bin(\d+)/;

export interface RepairedRtf {
  source: string;
  /** Groups that are open at the end: more than none in a file that was cut off. */
  unclosedGroups: number;
}

/**
 * Rewrites an RTF file, given byte for byte as Latin-1, so that officeparser reads two things it gets wrong: it writes
 * non-breaking hyphens and blanks (`\_`, `\~`) as `_` and `~`, and it drops the number that Word wrote before each item of
 * a list (`\listtext`), which is the number of an article or a paragraph just as well. Labels become plain text; bullets
 * are left out.
 */
export function repairRtf(source: string): RepairedRtf {
  const parts: string[] = [];
  let kept = 0;
  let at = 0;
  let depth = 0;
  const replace = (end: number, text: string) => {
    parts.push(source.slice(kept, at), text);
    kept = end;
  };
  while (at < source.length) {
    LABEL_GROUP.lastIndex = at;
    if (LABEL_GROUP.test(source)) {
      const label = readLabel(source, at);
      replace(label.end, label.text);
      at = label.end;
      continue;
    }
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(source)?.[0] ?? source.charAt(at);
    const end = at + token.length + binaryBytes(token);
    if (token === "{") depth++;
    else if (token === "}") depth--;
    else if (token === "\\_") replace(end, "-");
    else if (token === "\\~") replace(end, "\\'a0");
    at = end;
  }
  parts.push(source.slice(kept));
  return { source: parts.join(""), unclosedGroups: Math.max(0, depth) };
}

function binaryBytes(token: string): number {
  const match = BINARY.exec(token);
  return match === null ? 0 : Number(match[1]);
}

/** Reads a label's group up to its closing brace; only plain text and characters in hexadecimal are its text. */
function readLabel(source: string, start: number): { end: number; text: string } {
  let depth = 0;
  let text = "";
  let at = start;
  while (at < source.length) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(source)?.[0] ?? source.charAt(at);
    at += token.length;
    if (token === "{") depth++;
    else if (token === "}") depth--;
    else if (token.startsWith("\\'") || !token.startsWith("\\")) text += token;
    if (depth === 0) break;
  }
  const words = text.replace(/\\'[0-9a-f]{2}/gi, "");
  return { end: at, text: /[a-z0-9]/i.test(words) ? `{${text.replace(/[\r\n]/g, "").trim()} }` : "" };
}
