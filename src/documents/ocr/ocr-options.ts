/** How pages that are pictures are to be read. */
export interface OcrOptions {
  /** Folder of pages that were recognised before; null keeps none. */
  cacheDir: string | null;
  /** Called before the first page of a document and after each. */
  onPage?(done: number, total: number): void;
}
