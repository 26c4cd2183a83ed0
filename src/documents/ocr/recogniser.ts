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

/** Below this a page may stand on its head: letters are then guessed. */
const DOUBTFUL_CONFIDENCE = 65;
/** What specks and rules are taken for. Single words of a good line may be below it and right all the same. */
const MIN_LINE_CONFIDENCE = 25;
/** How long starting may take, in milliseconds: a thread that fails before it hears anything never answers. */
const START_TIMEOUT_MS = 30_000;

/** Starts a recogniser of Portuguese. The same picture always gives the same result, whatever was read before. */
export async function createRecogniser(): Promise<Recogniser> {
  const worker = await withTimeout(startWorker(), START_TIMEOUT_MS);

  async function read(image: GrayImage, quarters: 0 | 1 | 2 | 3): Promise<RecognisedPage> {
    await worker.setParameters({ user_defined_dpi: String(Math.round(image.dpi)) });
    // On a sheet that was laid askew, lines would be lost: it is put straight first.
    const { data } = await worker.recognize(
      encodePgm(image),
      { rotateAuto: true },
      { blocks: true, text: false },
    );
    const lines = (data.blocks ?? [])
      .flatMap((block) => block.paragraphs)
      .flatMap((paragraph) => paragraph.lines)
      .flatMap(toLine);
    return { confidence: lines.length === 0 ? 0 : data.confidence, quarters, lines };
  }

  return {
    async recognise(image) {
      const first = await read(image, 0);
      const quarters = quartersToTurn(first);
      if (quarters === 0) return first;
      const turned = await read(turnImage(image, quarters), quarters);
      return turned.confidence >= first.confidence || isSideways(first) ? turned : first;
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

/** By how many quarters a page is to be turned clockwise, as far as a first reading tells. */
function quartersToTurn(page: RecognisedPage): 0 | 1 | 2 | 3 {
  const isDoubtful = page.confidence < DOUBTFUL_CONFIDENCE;
  // Tesseract reads lines that run downwards, but not those that run upwards.
  if (isSideways(page)) return isDoubtful ? 1 : 3;
  return isDoubtful && page.lines.length > 0 ? 2 : 0;
}

function isSideways({ lines }: RecognisedPage): boolean {
  const count = (some: readonly RecognisedLine[]) => some.reduce((sum, line) => sum + line.words.length, 0);
  return count(lines.filter((line) => line.isDownwards)) > 0.5 * count(lines);
}

function toLine({ words, baseline, rowAttributes, bbox }: TesseractLine): RecognisedLine[] {
  const kept = words.filter((word) => word.text.trim() !== "");
  const confidence = kept.reduce((sum, word) => sum + word.confidence, 0) / kept.length;
  if (kept.length === 0 || confidence < MIN_LINE_CONFIDENCE) return [];
  const isDownwards = Math.abs(baseline.y1 - baseline.y0) > Math.abs(baseline.x1 - baseline.x0);
  return [
    {
      words: kept.map(({ text, bbox: { x0, x1, y0, y1 } }) =>
        isDownwards ? { text, from: y0, to: y1 } : { text, from: x0, to: x1 },
      ),
      isDownwards,
      baseline: (isDownwards ? baseline.x0 + baseline.x1 : baseline.y0 + baseline.y1) / 2,
      height: rowAttributes?.rowHeight ?? (isDownwards ? bbox.x1 - bbox.x0 : bbox.y1 - bbox.y0),
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
