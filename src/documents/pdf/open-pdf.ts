import "./ensure-dom-matrix.ts";
import "./ensure-navigator.ts";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { getDocument, PasswordException, type PDFDocumentProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
// pdf.js would start a worker, which hangs under Bun. This module leaves its handler in `globalThis.pdfjsWorker`,
// where pdf.js looks first, and then runs in this thread.
import "pdfjs-dist/legacy/build/pdf.worker.mjs";
import { damagedError, encryptedError } from "../document-error.ts";
import { pdfDataDir } from "./data-dir.ts";

/** Folders of pdf.js that it reads while it works: what Asian encodings mean, fonts that files leave out, decoders. */
const DATA_FOLDERS = {
  cMapUrl: "cmaps/",
  standardFontDataUrl: "standard_fonts/",
  wasmUrl: "wasm/",
  iccUrl: "iccs/",
};

export interface OpenPdfOptions {
  /** Whether pictures are decoded when a page's instructions are read; they are passed over where it is not said. */
  pictures?: boolean;
}

/**
 * Opens a PDF file, hands it to `use` and frees it afterwards. One that is encrypted but opens without a password
 * (which only forbids printing or copying) is opened.
 *
 * @throws VademecumError DOCUMENT_ENCRYPTED, DOCUMENT_DAMAGED; whatever `use` throws
 */
export async function withPdf<T>(
  bytes: Uint8Array,
  use: (pdf: PDFDocumentProxy) => Promise<T>,
  options: OpenPdfOptions = {},
): Promise<T> {
  const task = getDocument({
    // A copy: pdf.js takes the memory away from its owner, and refuses a Buffer.
    data: new Uint8Array(bytes),
    verbosity: 0,
    disableFontFace: true,
    useSystemFonts: false,
    useWorkerFetch: false,
    isOffscreenCanvasSupported: false,
    // Mostly nothing is drawn: pictures are passed over instead of decoded.
    maxImageSize: options.pictures === true ? -1 : 1,
    ...locateData(),
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

/** @throws Error where a package manager has left the data out */
function locateData(): typeof DATA_FOLDERS {
  const dir = pdfDataDir();
  if (!existsSync(join(dir, DATA_FOLDERS.cMapUrl))) {
    throw new Error(
      `the data of pdf.js (cmaps and standard_fonts of the package pdfjs-dist) is missing in ${dir}`,
    );
  }
  const entries = Object.entries(DATA_FOLDERS).map(([option, folder]) => [option, join(dir, folder)]);
  return { ...DATA_FOLDERS, ...Object.fromEntries(entries) };
}
