import type { CollectedChunks } from "../revisions/collect-chunks.ts";
import { countOf } from "./docs-output.ts";

type Recognised = CollectedChunks["recognised"];
type RecognisedPage = Recognised[number]["pages"][number];

/** A page of which recognition is less sure than this, in percent, has words that are wrong. */
const LOW_CONFIDENCE = 80;

const isDoubtful = ({ confidence }: RecognisedPage) => confidence < LOW_CONFIDENCE;

/** How many pages were recognised, as a line of a build's counts; nothing where there are none. */
export function formatRecognised(recognised: Recognised): string[] {
  if (recognised.length === 0) return [];
  const pages = recognised.reduce((sum, document) => sum + document.pages.length, 0);
  return [`  scans      ${countOf(pages, "page")} of ${countOf(recognised.length, "document")} recognised`];
}

/** What stands above the rows of `formatDoubtful`. */
export const DOUBTFUL_TITLE = `pages recognised with a confidence below ${LOW_CONFIDENCE} %, to be looked through:`;

/** The documents with pages of which recognition is not sure, a row for each. */
export function formatDoubtful(recognised: Recognised): string[] {
  return recognised
    .map(({ path, pages }) => ({ path, pages: pages.filter(isDoubtful) }))
    .filter(({ pages }) => pages.length > 0)
    .map(
      ({ path, pages }) =>
        `${path}: ${pages.map(({ page, confidence }) => `${page} (${Math.round(confidence)} %)`).join(", ")}`,
    );
}

/** The same for programs. */
export function recognisedAsJson(recognised: Recognised): object[] {
  return recognised.map(({ path, pages }) => ({
    path,
    pages: pages.map((page) => ({ ...page, low_confidence: isDoubtful(page) })),
  }));
}
