import { formatPages } from "../../answers/render-text.ts";
import type { Language } from "../../domain/messages.ts";

/** Longest address that Discord takes. */
const URL_MAX_CHARS = 2048;

/**
 * Where a member opens a place of a document: this program's page of it, where members can reach that, else the file where
 * it lies on the web; null where neither can be opened from outside.
 */
export function placeUrl(
  { link, source }: { link: string; source: string },
  publicUrl: string | null,
): string | null {
  const url = publicUrl === null ? link : `${publicUrl}${source}`;
  return /^https?:\/\//.test(url) && url.length <= URL_MAX_CHARS && URL.canParse(url) ? url : null;
}

/** `p. 3–4`; empty where there are no pages. */
export function shownPages(from: number | null, to: number | null, language: Language): string {
  return formatPages(language, from, to);
}
