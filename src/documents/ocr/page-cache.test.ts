import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openPageCache } from "./page-cache.ts";
import type { RecognisedPage } from "./recognised-page.ts";

const dir = mkdtempSync(join(tmpdir(), "vademecum-ocr-cache-"));
afterAll(() => rmSync(dir, { recursive: true }));

const IMAGE = { width: 2, height: 1, pixels: Uint8Array.of(0, 255), dpi: 150 };
const PAGE: RecognisedPage = {
  confidence: 91,
  quarters: 0,
  lines: [{ words: [{ text: "Art.", from: 1, to: 2 }], isDownwards: false, baseline: 3, height: 4 }],
};

test("a page is known by its picture, and by nothing else", async () => {
  const cache = openPageCache(join(dir, "pages"));
  expect(await cache.get(IMAGE)).toBeNull();
  await cache.put(IMAGE, PAGE);
  expect(await openPageCache(join(dir, "pages")).get({ ...IMAGE, pixels: Uint8Array.of(0, 255) })).toEqual(
    PAGE,
  );
  expect(await cache.get({ ...IMAGE, pixels: Uint8Array.of(1, 255) })).toBeNull();
  expect(await cache.get({ ...IMAGE, width: 1, height: 2 })).toBeNull();
});

test("a file that is damaged counts as none, and is replaced", async () => {
  const cache = openPageCache(join(dir, "damaged"));
  await cache.put(IMAGE, PAGE);
  const [name = ""] = readdirSync(join(dir, "damaged"));
  for (const content of ["", '{"confidence":1', '{"confidence":"high"}']) {
    await Bun.write(join(dir, "damaged", name), content);
    expect(await cache.get(IMAGE)).toBeNull();
  }
  await cache.put(IMAGE, PAGE);
  expect(await cache.get(IMAGE)).toEqual(PAGE);
});
