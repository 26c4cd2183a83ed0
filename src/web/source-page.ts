import { html, raw } from "hono/html";
import { formatPages } from "../answers/render-text.ts";
import { type Language, message } from "../domain/messages.ts";
import type { DocumentSection, IndexedDocument } from "../retrieval/read-document.ts";

const STYLE = `
body { font: 1rem/1.6 Georgia, serif; max-width: 44rem; margin: 0 auto; padding: 1.5rem; color: #222; background: #fff }
h1 { font-size: 1.4rem; line-height: 1.3 }
section { padding: .2rem .8rem; border-left: .25rem solid transparent; scroll-margin-top: 2rem }
section:target { background: #fff6d6; border-left-color: #d9a400 }
section p { white-space: pre-wrap; margin: .4rem 0 1rem; overflow-wrap: anywhere }
.place { color: #666; font: .8rem/1.4 system-ui, sans-serif; margin: .8rem 0 0 }
.note { background: #eef3fb; padding: .6rem .9rem; font: .9rem/1.5 system-ui, sans-serif }
@media (prefers-color-scheme: dark) {
  body { color: #ddd; background: #16181c } .place { color: #999 } a { color: #8ab4f8 }
  section:target { background: #3a3417 } .note { background: #22304a }
}`;

/** What the page's Content-Security-Policy allows as its style. */
export const SOURCE_PAGE_STYLE_HASH = `'sha256-${new Bun.CryptoHasher("sha256").update(STYLE).digest("base64")}'`;

export interface SourcePage extends IndexedDocument {
  language: Language;
  /** Where the file itself is. */
  link: string;
  /** The revision shown, and the one that was asked for where that is another. */
  revision: string;
  askedFor: string | null;
}

/** A document's text as it was indexed, as a page on which each unit can be linked to. */
export function renderSourcePage({ document, sections, language, link, revision, askedFor }: SourcePage) {
  const say = (key: Parameters<typeof message>[1], values = {}) => message(language, key, values);
  const seen = new Set<string>();
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${document.title}</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<h1>${document.title}</h1>
<p class="note">${say("sourceAsIndexed", { revision: revision.slice(0, 12) })}
${isWebLink(link) ? html`<a href="${link}" rel="noreferrer">${say("sourceFile")}</a>` : document.path}
${askedFor === null ? "" : html`<br>${say("sourceOtherRevision", { revision: askedFor.slice(0, 12) })}`}</p>
${sections.map((section) => renderSection(section, language, seen))}
</body>
</html>`;
}

function renderSection(section: DocumentSection, language: Language, seen: Set<string>) {
  const { unit, path, rubric, pageFrom, pageTo, text } = section;
  const place = [path, rubric, formatPages(language, pageFrom, pageTo)].filter(Boolean).join(" · ");
  // Of an article that stands in a document more than once, the first is what a link means.
  const isFirst = unit !== null && !seen.has(unit);
  if (unit !== null) seen.add(unit);
  return html`<section${isFirst ? html` id="${unit}"` : ""}>
${place === "" ? "" : html`<div class="place">${place}</div>`}
<p>${text}</p>
</section>
`;
}

/** A browser opens no file of its own machine from a page. */
function isWebLink(link: string): boolean {
  return /^https?:\/\//.test(link);
}
