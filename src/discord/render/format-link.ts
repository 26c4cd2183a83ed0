import { escapeMarkdown } from "./escape-markdown.ts";

/** Longest address that Discord takes. */
const URL_MAX_CHARS = 2048;
const LOOPBACK = /^(?:localhost|127\.[\d.]+|0\.0\.0\.0|\[::1?\])$/;

/**
 * A link behind a text; where the address is none that a browser opens, the text alone.
 * @param text plain, not escaped yet
 */
export function formatLink(text: string, url: string | null): string {
  const label = escapeMarkdown(text).replaceAll("\n", " ");
  const address = url === null ? null : linkAddress(url);
  return address === null ? label : `[${label}](${address})`;
}

/** An address that cannot end a masked link before its own end, null where it is none of the web. */
export function linkAddress(url: string): string | null {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return null;
  const address = new URL(url).href.replace(
    /[()<>[\]\\*_~|`"']/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
  );
  return address.length <= URL_MAX_CHARS ? address : null;
}

/** The address of a document's file; null also where nobody but this machine reaches it, as with an embedded Hub. */
export function fileAddress(url: string): string | null {
  const address = linkAddress(url);
  return address === null || LOOPBACK.test(new URL(url).hostname) ? null : address;
}

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
