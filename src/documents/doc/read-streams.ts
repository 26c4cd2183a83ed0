import BufferReader from "word-extractor/lib/buffer-reader";
import OleCompoundDoc from "word-extractor/lib/ole-compound-doc";
import { damagedError } from "../document-error.ts";
import { listOleRoot } from "../ole-directory.ts";

export interface WordStreams {
  /** The `WordDocument` stream: the file information block, the text, the formatting pages. */
  main: Buffer;
  /** The stream that the block names for tables, `0Table` or `1Table`; empty where there is none (Word 6 and 95). */
  table: Buffer;
}

/** Bit of the flags in the file information block that says which table stream is in use. */
const WHICH_TABLE = 0x0200;
const FLAGS_AT = 0x0a;
const MIN_MAIN_BYTES = 0x200;

/** Opens the OLE container of a DOC file. Throws DOCUMENT_DAMAGED. */
export async function readStreams(bytes: Uint8Array): Promise<WordStreams> {
  try {
    const reader = new BufferReader(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    const container = await new OleCompoundDoc(reader).read();
    const names = listOleRoot(bytes);
    const main = await readStream(container, spelled("WordDocument", names));
    if (main.length < MIN_MAIN_BYTES) throw new Error("it has no file information block");
    const name = main.readUInt16LE(FLAGS_AT) & WHICH_TABLE ? "1Table" : "0Table";
    return { main, table: await readStream(container, spelled(name, names)) };
  } catch (error) {
    throw damagedError("its container cannot be opened", error);
  }
}

/** Names in a container are the same whatever their case; word-extractor looks for them as they are written. */
function spelled(name: string, names: readonly string[]): string {
  return names.find((candidate) => candidate.toLowerCase() === name.toLowerCase()) ?? name;
}

async function readStream(container: OleCompoundDoc, name: string): Promise<Buffer> {
  const stream = container.stream(name);
  if (stream === null) return Buffer.alloc(0);
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
