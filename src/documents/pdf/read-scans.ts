import type { PDFDocumentProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import type { GrayImage } from "../ocr/gray-image.ts";
import type { OcrOptions } from "../ocr/ocr-options.ts";
import { openPageCache, type PageCache } from "../ocr/page-cache.ts";
import type { RecognisedPage } from "../ocr/recognised-page.ts";
import { createRecogniser, type Recogniser } from "../ocr/recogniser.ts";
import { composePage } from "./compose-page.ts";
import { findPageImages, type PlacedImage } from "./find-page-images.ts";
import type { ScannedPage } from "./lines-to-runs.ts";
import { scaleOf } from "./matrix.ts";
import { withPdf } from "./open-pdf.ts";

/** Pages that are read at the same time, each by a thread of about 100 MB. */
const CONCURRENCY = 2;
/** What recognition makes of photographs and patterns is less sure than this, and no text. */
const MIN_CONFIDENCE = 40;

/** A page to read; one with `minShare` only where pictures take that share of it, or else its text is none of theirs. */
export interface ScanRequest {
  page: number;
  minShare: number;
}

export interface ScanResults {
  /** By page; those on which nothing was made out are missing. */
  pages: ReadonlyMap<number, ScannedPage>;
  /** Why recognition failed where it did, null where it did not. */
  failure: string | null;
}

/** Recognises pages by the pictures on them, two at a time. A page that fails is left out and the rest goes on. */
export async function readScans(
  bytes: Uint8Array,
  requests: readonly ScanRequest[],
  options: OcrOptions,
): Promise<ScanResults> {
  const cache = options.cacheDir === null ? null : openPageCache(options.cacheDir);
  const pages = new Map<number, ScannedPage>();
  const queue = [...requests];
  let failure: string | null = null;
  let done = 0;
  let drawing: Promise<unknown> = Promise.resolve();
  options.onPage?.(done, requests.length);

  /** One page after the other: decoded, its pictures may take more memory than all the rest. */
  function draw(pdf: PDFDocumentProxy, request: ScanRequest): Promise<GrayImage | null> {
    const image = drawing.then(() => drawPage(pdf, request));
    drawing = image.catch(() => undefined);
    return image;
  }

  async function runLane(pdf: PDFDocumentProxy): Promise<void> {
    const lane = openLane(cache);
    try {
      for (let request = queue.shift(); request !== undefined; request = queue.shift()) {
        try {
          const image = await draw(pdf, request);
          const recognised = image && (await lane.recognise(image));
          if (recognised && recognised.confidence >= MIN_CONFIDENCE && recognised.lines.length > 0)
            pages.set(request.page, toScannedPage(image, recognised));
        } catch (error) {
          failure ??= error instanceof Error ? error.message : String(error);
        }
        options.onPage?.(++done, requests.length);
      }
    } finally {
      await lane.close();
    }
  }

  await withPdf(
    bytes,
    async (pdf) => {
      const lanes = Array.from({ length: Math.min(CONCURRENCY, requests.length) }, () => runLane(pdf));
      await Promise.all(lanes);
    },
    { pictures: true },
  );
  return { pages, failure };
}

/** One page at a time: from the cache, or by a recogniser, which is started when it is first needed. */
function openLane(cache: PageCache | null) {
  let recogniser: Recogniser | null = null;
  return {
    async recognise(image: GrayImage): Promise<RecognisedPage> {
      const known = await cache?.get(image);
      if (known) return known;
      recogniser ??= await createRecogniser();
      const page = await recogniser.recognise(image);
      // Keeping it saves time on another day; a full disk is none of this page's business.
      await cache?.put(image, page).catch(() => undefined);
      return page;
    },
    close: async () => await recogniser?.close(),
  };
}

async function drawPage(pdf: PDFDocumentProxy, request: ScanRequest): Promise<GrayImage | null> {
  const page = await pdf.getPage(request.page);
  try {
    const { width, height } = page.getViewport({ scale: 1 });
    const images = await findPageImages(page);
    return shareOf(images, width * height) < request.minShare ? null : composePage({ width, height }, images);
  } finally {
    page.cleanup();
  }
}

function shareOf(images: readonly PlacedImage[], pageArea: number): number {
  const areas = images.map(({ place }) => scaleOf(place)).map(({ width, height }) => width * height);
  return areas.reduce((sum, area) => sum + area, 0) / pageArea;
}

function toScannedPage(image: GrayImage, recognised: RecognisedPage): ScannedPage {
  const isTurned = recognised.quarters % 2 === 1;
  const { dpi } = image;
  return {
    recognised,
    dpi,
    widthPixels: isTurned ? image.height : image.width,
    heightPixels: isTurned ? image.width : image.height,
  };
}
