/** Parts of tesseract.js that come without types. */
declare module "tesseract.js-core/tesseract-core-simd-lstm.wasm.js" {
  /** Makes the module that emscripten compiled; only tesseract.js looks into it. */
  const core: (options: object) => Promise<unknown>;
  export default core;
}

declare module "tesseract.js/src/worker-script/index.js" {
  export interface Adapter {
    getCore(): Promise<unknown>;
    gunzip(data: Uint8Array): Uint8Array;
    fetch(url: string): Promise<never>;
    readCache(path: string): Promise<Uint8Array>;
    writeCache(path: string, data: Uint8Array): Promise<void>;
    deleteCache(path: string): Promise<void>;
    checkCache(path: string): Promise<boolean>;
  }
  export function setAdapter(adapter: Adapter): void;
  export function dispatchHandlers(packet: unknown, send: (reply: unknown) => void): void;
}
