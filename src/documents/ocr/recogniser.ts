import { fileURLToPath } from "node:url";
import { createWorker, OEM, PSM, type Worker as TesseractWorker } from "tesseract.js";
import { ocrDataDir } from "./data-dir.ts";
import { encodePgm, type GrayImage, turnImage } from "./gray-image.ts";
import type { RecognisedLine, RecognisedPage } from "./recognised-page.ts";

/** Reads pictures of pages, one after the other, in a thread of its own. */
export interface Recogniser {
  /** @throws Error where the recognition program fails */
  recognise(image: GrayImage): Promise<RecognisedPage>;
  /** Ends the thread. */
  close(): Promise<void>;
}

/** Changes whenever the same picture may be read otherwise than before: recognised pages that were kept are then read again. */
export const RECOGNISER_VERSION = "tesseract.js-core 7.0.0 simd-lstm, por 1.0.0 4.0.0_best_int, 1";

/** Below this a page may lie on its side or on its head. */
const DOUBTFUL_CONFIDENCE = 55;
/** What specks and rules are taken for. Single words of a good line may be below it and right all the same. */
const MIN_LINE_CONFIDENCE = 25;
/** How long starting may take, in milliseconds: a thread that fails before it hears anything never answers. */
const START_TIMEOUT_MS = 30_000;

/** Starts a recogniser of Portuguese. The same picture always gives the same result, whatever was read before. */
export async function createRecogniser(): Promise<Recogniser> {
  const worker = await withTimeout(startWorker(), START_TIMEOUT_MS);

  async function read(image: GrayImage, quarters: 0 | 1 | 2 | 3): Promise<RecognisedPage> {
    await worker.setParameters({ user_defined_dpi: String(Math.round(image.dpi)) });
    const { data } = await worker.recognize(encodePgm(image), {}, { blocks: true, text: false });
    const lines = (data.blocks ?? [])
      .flatMap((block) => block.paragraphs)
      .flatMap((paragraph) => paragraph.lines)
      .flatMap(toLine);
    return { confidence: lines.length === 0 ? 0 : data.confidence, quarters, lines };
  }

  return {
    async recognise(image) {
      let best = await read(image, 0);
      for (const quarters of [1, 3, 2] as const) {
        if (best.confidence >= DOUBTFUL_CONFIDENCE) break;
        const turned = await read(turnImage(image, quarters), quarters);
        if (turned.confidence > best.confidence) best = turned;
      }
      return best;
    },
    close: async () => {
      await worker.terminate();
    },
  };
}

async function startWorker(): Promise<TesseractWorker> {
  const worker = await createWorker("por", OEM.LSTM_ONLY, {
    workerPath: fileURLToPath(new URL("./tesseract-worker.ts", import.meta.url)),
    langPath: ocrDataDir(),
    cacheMethod: "none",
    // Without it, a failure is thrown where nobody can catch it; the promise is rejected all the same.
    errorHandler: () => undefined,
  });
  await worker.setParameters({
    tessedit_pageseg_mode: PSM.AUTO,
    // Nothing is learned from page to page.
    tessedit_enable_doc_dict: "0",
  });
  return worker;
}

type TesseractLine = NonNullable<
  Awaited<ReturnType<TesseractWorker["recognize"]>>["data"]["blocks"]
>[number]["paragraphs"][number]["lines"][number];

function toLine({ words, baseline, rowAttributes, bbox }: TesseractLine): RecognisedLine[] {
  const kept = words.filter((word) => word.text.trim() !== "");
  const confidence = kept.reduce((sum, word) => sum + word.confidence, 0) / kept.length;
  if (kept.length === 0 || confidence < MIN_LINE_CONFIDENCE) return [];
  return [
    {
      words: kept.map((word) => ({ text: word.text, left: word.bbox.x0, right: word.bbox.x1 })),
      baseline: (baseline.y0 + baseline.y1) / 2,
      height: rowAttributes?.rowHeight ?? bbox.y1 - bbox.y0,
    },
  ];
}

async function withTimeout<T>(promise: Promise<T>, timeoutMs: number): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new Error(`recognition did not start within ${timeoutMs / 1000} s`)),
    timeoutMs,
  );
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
