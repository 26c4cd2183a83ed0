declare module "word-extractor/lib/buffer-reader" {
  export default class BufferReader {
    constructor(buffer: Buffer);
  }
}

declare module "word-extractor/lib/ole-compound-doc" {
  import type { Readable } from "node:stream";
  import type BufferReader from "word-extractor/lib/buffer-reader";

  export default class OleCompoundDoc {
    constructor(reader: BufferReader);
    read(): Promise<this>;
    /** A stream at the top of the container, null where there is none of that name. */
    stream(name: string): Readable | null;
  }
}
