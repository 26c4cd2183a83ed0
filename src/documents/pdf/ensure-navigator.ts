/**
 * pdf.js replaces a `navigator` that has no `language`, as Bun's has none, by one of its own, and with it goes
 * `hardwareConcurrency`, which `os.availableParallelism()` reads in Bun: it is NaN from then on
 * (initialize-globals of mozilla/pdf.js, src/display/node_utils.js). With a language, Bun's own stays. To be imported
 * before pdf.js.
 */
if (globalThis.navigator && !globalThis.navigator.language) {
  Object.defineProperty(globalThis.navigator, "language", { value: "en-US", configurable: true });
}
