import { join } from "node:path";
import type { Subprocess } from "bun";
import type { DocumentText } from "../domain/document-text.ts";
import type { VademecumError } from "../domain/errors.ts";
import { childCommand } from "../processes/child-command.ts";
import { type ChildReply, ChildReplySchema, type ChildRequest } from "./child-protocol.ts";
import { documentError } from "./document-error.ts";
import type { OcrOptions } from "./ocr/ocr-options.ts";
import { residentBytes } from "./process-memory.ts";
import { type ChildLimits, DEFAULT_CHILD_LIMITS, watchChild } from "./watch-child.ts";

export interface DocumentReaderOptions {
  /** Program and arguments that run `runParseChild`; by default this runtime with the source beside this file. */
  command?: readonly string[];
  limits?: Partial<ChildLimits>;
  /** How pages that are pictures are read; without it they are left. */
  ocr?: Pick<OcrOptions, "cacheDir"> | null;
  /**
   * Resident bytes of the other children that share the limit on memory. When all are over it together, the largest is
   * the one to go: the rest is most likely innocent.
   */
  rssOfOthers?(): readonly number[];
}

export interface ParsedFile {
  document: DocumentText;
  /** Lower-case hex, of the bytes that were parsed. */
  sha256: string;
}

/** Parses one file after another in a process of its own. */
export interface DocumentReader {
  /**
   * @param path file to parse
   * @param signal ends the parsing; the promise then rejects with the signal's reason
   * @param onRecognised called as pages that are pictures are read, at first with none done
   * @throws VademecumError with one of `DOCUMENT_ERROR_CODES`
   */
  read(path: string, signal?: AbortSignal, onRecognised?: OnRecognised): Promise<ParsedFile>;
  /** Resident bytes of the child, 0 while there is none. */
  rssBytes(): number;
  /** Kills the child; the reader may be used again and starts a new one. */
  close(): Promise<void>;
}

/** How far the recognition of a document is, in pages. */
export type OnRecognised = (done: number, total: number) => void;

/** Beyond this an answer is no document but a runaway child. */
const MAX_REPLY_CHARS = 256 * 1024 * 1024;

interface RunningChild {
  process: Subprocess<"pipe", "pipe", "pipe">;
  lines: AsyncGenerator<string, undefined>;
  stderr: Promise<string>;
}

/**
 * Makes a reader whose child lives from file to file – starting it costs more than parsing most files – and is
 * killed and replaced when it fails, is too slow, too large or no longer wanted. One file at a time.
 */
export function createDocumentReader(options: DocumentReaderOptions = {}): DocumentReader {
  const command = options.command ?? childCommand("parse", join(import.meta.dir, "parse-child.ts"));
  const limits = { ...DEFAULT_CHILD_LIMITS, ...options.limits };
  const rssOfOthers = options.rssOfOthers ?? (() => []);
  let child: RunningChild | null = null;

  function rssBytes(): number {
    return child === null ? 0 : (residentBytes(child.process.pid) ?? 0);
  }

  async function close(): Promise<void> {
    const ending = child;
    child = null;
    if (ending === null) return;
    ending.process.kill("SIGKILL");
    await ending.process.exited;
  }

  async function read(path: string, signal?: AbortSignal, onRecognised?: OnRecognised): Promise<ParsedFile> {
    signal?.throwIfAborted();
    child ??= startChild(command);
    const running = child;
    const watch = watchChild({ limits, rssBytes, rssOfOthers, signal });
    let healthy = false;
    try {
      await Promise.race([ask(running, { path, ocr: options.ocr ?? null }), watch.failed]);
      let reply = parseReply(await Promise.race([nextLine(running), watch.failed]));
      while (reply.status === "recognising") {
        watch.giveTimeForPage();
        onRecognised?.(reply.done, reply.total);
        reply = parseReply(await Promise.race([nextLine(running), watch.failed]));
      }
      healthy = rssBytes() <= limits.recycleRssBytes;
      if (reply.status === "refused") throw documentError(reply.error);
      return { document: reply.document, sha256: reply.sha256 };
    } finally {
      watch.stop();
      if (!healthy) await close();
    }
  }

  return { read, rssBytes, close };
}

function startChild(command: readonly string[]): RunningChild {
  const process_ = Bun.spawn([...command], {
    stdin: "pipe",
    stdout: "pipe",
    stderr: "pipe",
    // Bun's own guard: the child dies with its parent, even while it hangs in a loop and cannot see stdin close.
    env: { ...process.env, BUN_FEATURE_FLAG_NO_ORPHANS: "1" },
  });
  return { process: process_, lines: readLines(process_.stdout), stderr: readTail(process_.stderr) };
}

async function ask(child: RunningChild, request: ChildRequest): Promise<void> {
  child.process.stdin.write(`${JSON.stringify(request)}\n`);
  await child.process.stdin.flush();
}

async function nextLine(child: RunningChild): Promise<string> {
  const line = await child.lines.next();
  if (line.done !== true) return line.value;
  const exitCode = await child.process.exited;
  throw exitError(String(child.process.signalCode ?? `exit code ${exitCode}`), await child.stderr);
}

async function* readLines(stream: ReadableStream<Uint8Array>): AsyncGenerator<string, undefined> {
  const decoder = new TextDecoder();
  let parts: string[] = [];
  let chars = 0;
  for await (const chunk of stream) {
    const pieces = decoder.decode(chunk, { stream: true }).split("\n");
    for (const [index, piece] of pieces.entries()) {
      if (index > 0) {
        yield parts.join("");
        parts = [];
        chars = 0;
      }
      parts.push(piece);
      chars += piece.length;
      if (chars > MAX_REPLY_CHARS) throw tooMuchTextError();
    }
  }
}

/** The last lines that a child complained with; also keeps its pipe from filling up. */
async function readTail(stream: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let tail = "";
  for await (const chunk of stream) tail = (tail + decoder.decode(chunk, { stream: true })).slice(-2000);
  return tail.trim();
}

function parseReply(line: string): ChildReply {
  try {
    return ChildReplySchema.parse(JSON.parse(line));
  } catch (cause) {
    throw documentError({
      code: "DOCUMENT_FAILED",
      message: `the reader's answer makes no sense: ${line.slice(0, 80)}`,
      hint: "this is a fault of this program: please report it with the file",
      cause,
    });
  }
}

function tooMuchTextError(): VademecumError {
  return documentError({
    code: "DOCUMENT_TOO_LARGE",
    message: `the file unfolds to more than ${MAX_REPLY_CHARS} characters`,
    hint: "split it, or remove it from the folder",
  });
}

function exitError(how: string, stderr: string): VademecumError {
  // Nobody here sent this signal to a child whose answer was still awaited: the kernel did, for want of memory.
  if (how === "SIGKILL") {
    return documentError({
      code: "DOCUMENT_MEMORY",
      message: "the system ended the reading of the file, most likely for want of memory",
      hint: "free some memory, read fewer files at once, or remove the file from the folder",
    });
  }
  return documentError({
    code: "DOCUMENT_FAILED",
    message: `the reader ended with ${how}${stderr === "" ? "" : `: ${stderr.split("\n").at(-1)}`}`,
    hint: "this is a fault of this program: please report it with the file",
    cause: stderr,
  });
}
