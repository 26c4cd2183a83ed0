import type { TypeStyle } from "./measure-type.ts";
import type { Line } from "./set-margins.ts";

/** A longer paragraph is no heading, however it is set. */
const MAX_HEADING_CHARS = 300;
/** Larger than the text by this factor, type says "heading". */
const LARGER = 1.15;

/** Whether a paragraph is set as a heading: in larger type, or in bold type that the text around it does not have. */
export function isHeading(paragraph: readonly Line[], text: string, style: TypeStyle): boolean {
  if (text.length > MAX_HEADING_CHARS || /[;,]$/.test(text)) return false;
  const larger = paragraph.every((line) => line.size >= LARGER * style.bodySize);
  const bold = !style.mostlyBold && paragraph.every((line) => line.bold);
  const centred = paragraph.every(isCentred);
  if (larger && text.length <= MAX_HEADING_CHARS / 2) return true;
  if (bold) return centred || larger || !/[.:]$/.test(text);
  return centred && /\p{Lu}{2}/u.test(text) && !/\p{Ll}{2}/u.test(text);
}

function isCentred(line: Line): boolean {
  const left = line.left - line.marginLeft;
  const right = line.marginRight - line.right;
  return left > 2 * line.size && Math.abs(left - right) < 2 * line.size;
}
