import type { DocumentText } from "../domain/document-text.ts";
import { VademecumError } from "../domain/errors.ts";
import { documentError } from "./document-error.ts";
import {
  createDocumentReader,
  type DocumentReader,
  type DocumentReaderOptions,
  type OnRecognised,
} from "./read-in-child.ts";
import type { DocumentFile } from "./scan-folder.ts";
import type { TextCache } from "./text-cache.ts";

/** What became of a file. */
export type FolderOutcome =
  | {
      file: DocumentFile;
      status: "read";
      document: DocumentText;
      /** Where the file was read before and its text was taken over: how long reading it took then. */
      takenOver?: { seconds: number };
    }
  | { file: DocumentFile; status: "refused"; error: VademecumError };

export interface ReadFolderOptions extends DocumentReaderOptions {
  /** As `scanFolder` lists them. */
  files: readonly DocumentFile[];
  /** How many files are parsed at once, each in its own process. */
  concurrency?: number;
  /** Texts of files that were read before; without it, all are read. */
  texts?: TextCache;
  /** Ends the reading; the iteration then throws the signal's reason. */
  signal?: AbortSignal;
  /** Called as soon as a file is done, which may be out of order. */
  onOutcome?(outcome: FolderOutcome): void;
  /** Called as pages that are pictures are read: how many were, of those that are known of by then. */
  onRecognised?: OnRecognised;
}

export const DEFAULT_READ_CONCURRENCY = 2;

/**
 * Reads the files of a folder, a few at a time, and yields what became of each in the order given. A file that
 * cannot be read is refused and the rest goes on. The limit on memory is for all children together. No more than
 * `concurrency` documents are held at once: a slow consumer slows the reading down. Ending the iteration early
 * kills what is running.
 */
export async function* readFolder(options: ReadFolderOptions): AsyncGenerator<FolderOutcome, undefined> {
  const { files, texts, signal, onOutcome, onRecognised } = options;
  const concurrency = Math.max(1, Math.min(options.concurrency ?? DEFAULT_READ_CONCURRENCY, files.length));
  const readers: DocumentReader[] = Array.from({ length: concurrency }, (_, own) => {
    const rssOfOthers = () => readers.filter((__, index) => index !== own).map((reader) => reader.rssBytes());
    return createDocumentReader({ ...options, rssOfOthers });
  });
  const idle = [...readers];
  const recognised = new Map<DocumentFile, { done: number; total: number }>();
  const pending: Promise<FolderOutcome>[] = [];

  async function start(file: DocumentFile): Promise<FolderOutcome> {
    const reader = idle.pop();
    if (reader === undefined) throw new Error("more files in hand than readers");
    try {
      const known = await takeOver(texts, file, signal);
      const outcome =
        known ??
        (await readOne({ ...options, reader, file }, (done, total) => {
          recognised.set(file, { done, total });
          const all = [...recognised.values()];
          onRecognised?.(sumOf(all, "done"), sumOf(all, "total"));
        }));
      onOutcome?.(outcome);
      return outcome;
    } finally {
      idle.push(reader);
    }
  }

  try {
    for (const file of files) {
      if (pending.length === concurrency) {
        const outcome = await pending.shift();
        if (outcome !== undefined) yield outcome;
      }
      const promise = start(file);
      // One that fails while an earlier one is awaited is not unhandled: its turn comes, or the iteration ended.
      promise.catch(() => undefined);
      pending.push(promise);
    }
    for (const outcome of pending) yield await outcome;
  } finally {
    await Promise.all(readers.map((reader) => reader.close()));
  }
}

async function takeOver(
  texts: TextCache | undefined,
  file: DocumentFile,
  signal: AbortSignal | undefined,
): Promise<FolderOutcome | null> {
  signal?.throwIfAborted();
  const known = await texts?.get(file.sha256);
  if (!known) return null;
  return { file, status: "read", document: known.document, takenOver: { seconds: known.seconds } };
}

async function readOne(
  { reader, file, texts, ocr, signal }: ReadFolderOptions & { reader: DocumentReader; file: DocumentFile },
  onRecognised: OnRecognised,
): Promise<FolderOutcome> {
  try {
    const startedMs = performance.now();
    const { document, sha256 } = await reader.read(file.location, signal, onRecognised);
    if (sha256 !== file.sha256) throw changedError();
    const seconds = (performance.now() - startedMs) / 1000;
    // Recognition of a page may have failed for want of memory, say, and succeed the next time.
    const isFinal = !ocr || document.pagesWithoutText.length === 0;
    if (isFinal) await texts?.put(sha256, { document, seconds });
    return { file, status: "read", document };
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof VademecumError)) throw error;
    return { file, status: "refused", error };
  }
}

function sumOf<Key extends string>(all: readonly Record<Key, number>[], key: Key): number {
  return all.reduce((sum, one) => sum + one[key], 0);
}

function changedError(): VademecumError {
  return documentError({
    code: "DOCUMENT_UNREADABLE",
    message: "the file changed while the folder was being read",
    expected: "a folder that nobody writes to meanwhile",
    hint: "run again when it is complete",
  });
}
