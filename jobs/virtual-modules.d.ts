/** Path of the packed files within the binary. */
declare module "vademecum:payload" {
  const path: string;
  export default path;
}

/** What the binary was made of. */
declare module "vademecum:build" {
  /** SHA-256 of the payload, lower-case hex. */
  export const payloadSha256: string;
  /** Of the checkout, 40 hex digits with `+` behind them where it had changes. */
  export const commit: string;
  /** SHA-256 of the model's weights. */
  export const modelSha256: string;
  /** What decides how a document is read: see `src/documents/parser-version.ts`. */
  export const parserVersion: string;
}
