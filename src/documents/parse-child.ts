import { VademecumError } from "../domain/errors.ts";
import { type ChildReply, type ChildRequest, ChildRequestSchema } from "./child-protocol.ts";
import { DOCUMENT_ERROR_CODES, type DocumentErrorCode } from "./document-error.ts";
import { parseDocument } from "./parse-document.ts";
import { readDocumentFile } from "./read-document-file.ts";

/**
 * The child's whole life: a line `{"path": …}` on stdin is answered by one line of JSON on stdout, until stdin
 * closes. Libraries that print find stdout turned to stderr, so that it carries nothing but answers.
 */
export async function runParseChild(): Promise<void> {
  const answer = process.stdout.write.bind(process.stdout);
  // biome-ignore lint/suspicious/noConsole: the point is that nobody else's output reaches stdout
  console.log = console.info = console.error;
  for await (const line of console) {
    if (line.trim() === "") continue;
    const write = (reply: ChildReply) => void answer(`${JSON.stringify(reply)}\n`);
    write(await parseFile(ChildRequestSchema.parse(JSON.parse(line)), write));
  }
}

async function parseFile(
  { path, ocr }: ChildRequest,
  write: (reply: ChildReply) => void,
): Promise<ChildReply> {
  const onPage = (done: number, total: number) => write({ status: "recognising", done, total });
  try {
    const bytes = await readDocumentFile(path);
    const sha256 = new Bun.CryptoHasher("sha256").update(bytes).digest("hex");
    return { status: "read", sha256, document: await parseDocument(bytes, ocr && { ...ocr, onPage }) };
  } catch (error) {
    return { status: "refused", error: describe(error) };
  }
}

function describe(error: unknown): Extract<ChildReply, { status: "refused" }>["error"] {
  if (error instanceof VademecumError && isDocumentCode(error.code)) {
    const { code, message, expected, hint } = error;
    return { code, message, ...(expected !== null && { expected }), ...(hint !== null && { hint }) };
  }
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    code: "DOCUMENT_FAILED",
    message: `the reader failed: ${reason.split("\n", 1)[0]}`,
    hint: "this is a fault of this program: please report it with the file",
  };
}

function isDocumentCode(code: string): code is DocumentErrorCode {
  return DOCUMENT_ERROR_CODES.some((known) => known === code);
}

if (import.meta.main) await runParseChild();
