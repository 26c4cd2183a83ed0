import { join, resolve } from "node:path";

/** What else decides how a document is read: what the folder `src/documents` imports of others, and the libraries. */
export const FURTHER_SOURCES = [
  "src/domain/document-text.ts",
  "src/domain/errors.ts",
  "src/domain/roman-numerals.ts",
  "src/processes/child-command.ts",
  "package.json",
  "bun.lock",
];

/**
 * The hash of all that decides how a document is read: sources and libraries. It is another as soon as one of them
 * changes, so that texts which were read before are then read again. In a program compiled into one file another module
 * stands in its place, which knows what it was when that was made.
 * @param root the checkout, or what of it an image holds
 */
export async function parserVersion(root: string = resolve(import.meta.dir, "../..")): Promise<string> {
  const sources = await Array.fromAsync(new Bun.Glob("src/documents/**/*.ts").scan(root));
  const hash = new Bun.CryptoHasher("sha256");
  for (const path of [
    ...sources.filter((source) => !source.endsWith(".test.ts")),
    ...FURTHER_SOURCES,
  ].sort()) {
    const file = Bun.file(join(root, path));
    // An image may have been made without what only a checkout needs.
    const bytes = (await file.exists()) ? await file.bytes() : new Uint8Array();
    hash.update(`${path}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest("hex");
}
