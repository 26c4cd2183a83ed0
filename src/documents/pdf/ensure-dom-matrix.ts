import { createRequire } from "node:module";

/**
 * pdf.js makes one matrix of the browser's kind while it loads, for drawing. It takes the class from @napi-rs/canvas; where
 * that native module cannot be had, in a program compiled into one file, anything of that name lets it load. Reading text
 * makes no use of it. To be imported before pdf.js.
 */
if (!("DOMMatrix" in globalThis) && !canResolve("@napi-rs/canvas")) {
  Object.defineProperty(globalThis, "DOMMatrix", {
    value: class NoMatrix {},
    configurable: true,
    writable: true,
  });
}

function canResolve(name: string): boolean {
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch {
    return false;
  }
}
