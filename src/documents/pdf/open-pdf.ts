import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { getDocument, PasswordException, type PDFDocumentProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
// pdf.js would start a worker, which hangs under Bun. This module leaves its handler in `globalThis.pdfjsWorker`,
// where pdf.js looks first, and then runs in this thread.
import "pdfjs-dist/legacy/build/pdf.worker.mjs";
import { damagedError, encryptedError } from "../document-error.ts";

const PACKAGE_DIR = dirname(createRequire(import.meta.url).resolve("pdfjs-dist/package.json"));

/**
 * Opens a PDF file, hands it to `use` and frees it afterwards. One that is encrypted but opens without a password
 * (which only forbids printing or copying) is opened.
 *
 * @throws VademecumError DOCUMENT_ENCRYPTED, DOCUMENT_DAMAGED; whatever `use` throws
 */
export async function withPdf<T>(bytes: Uint8Array, use: (pdf: PDFDocumentProxy) => Promise<T>): Promise<T> {
  const task = getDocument({
    // pdf.js takes the buffer away from its owner.
    data: bytes.slice(),
    verbosity: 0,
    disableFontFace: true,
    useSystemFonts: false,
    useWorkerFetch: false,
    isOffscreenCanvasSupported: false,
    // Nothing is drawn: pictures are passed over instead of decoded.
    maxImageSize: 1,
    cMapUrl: join(PACKAGE_DIR, "cmaps/"),
    standardFontDataUrl: join(PACKAGE_DIR, "standard_fonts/"),
    wasmUrl: join(PACKAGE_DIR, "wasm/"),
    iccUrl: join(PACKAGE_DIR, "iccs/"),
  });
  try {
    return await use(await openTask(task.promise));
  } finally {
    await task.destroy();
  }
}

async function openTask(opening: Promise<PDFDocumentProxy>): Promise<PDFDocumentProxy> {
  try {
    return await opening;
  } catch (error) {
    throw error instanceof PasswordException
      ? encryptedError(error)
      : damagedError("no pages can be found", error);
  }
}
