import { mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { GrayImage } from "./gray-image.ts";
import { type RecognisedPage, RecognisedPageSchema } from "./recognised-page.ts";
import { RECOGNISER_VERSION } from "./recogniser.ts";

/** Pages that were recognised before, a small file for each, by the hash of the picture. */
export interface PageCache {
  get(image: GrayImage): Promise<RecognisedPage | null>;
  put(image: GrayImage, page: RecognisedPage): Promise<void>;
}

/**
 * Opens the folder, which is made when there is something to keep. Several processes may use it at once. What is in it only saves
 * time: a file that cannot be read counts as none.
 */
export function openPageCache(dir: string): PageCache {
  const pathOf = (image: GrayImage) => join(dir, `${hashImage(image)}.json`);
  return {
    async get(image) {
      try {
        const parsed = RecognisedPageSchema.safeParse(await Bun.file(pathOf(image)).json());
        return parsed.success ? parsed.data : null;
      } catch {
        return null;
      }
    },
    async put(image, page) {
      mkdirSync(dir, { recursive: true });
      const path = pathOf(image);
      const partial = `${path}.${process.pid}.part`;
      try {
        await Bun.write(partial, JSON.stringify(page));
        renameSync(partial, path);
      } catch (error) {
        rmSync(partial, { force: true });
        throw error;
      }
    },
  };
}

function hashImage({ width, height, dpi, pixels }: GrayImage): string {
  return new Bun.CryptoHasher("sha256")
    .update(`${RECOGNISER_VERSION}\n${width} ${height} ${dpi}\n`)
    .update(pixels)
    .digest("hex");
}
