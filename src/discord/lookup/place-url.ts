import { formatPages } from "../../answers/render-text.ts";
import type { Language } from "../../domain/messages.ts";
import { fileAddress, linkAddress } from "../render/format-link.ts";

/**
 * Where a member opens a place of a document: this program's page of it, where members can reach that, else the file where
 * it lies on the web; null where neither can be opened from outside.
 */
export function placeUrl(
  { link, source }: { link: string; source: string },
  publicUrl: string | null,
): string | null {
  return publicUrl === null ? fileAddress(link) : linkAddress(`${publicUrl}${source}`);
}

/** `p. 3–4`; empty where there are no pages. */
export function shownPages(from: number | null, to: number | null, language: Language): string {
  return formatPages(language, from, to);
}
