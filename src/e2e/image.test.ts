import { expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { imagesMissing } from "../testing/image/base-images.ts";
import { type BuiltStage, buildImage } from "../testing/image/build-image.ts";
import { stageBytes } from "../testing/image/stage-bytes.ts";
import { sampleTrial, tryImage } from "../testing/image/try-image.ts";

// Where nothing is kept from before, Debian and all packages are put together first.
setDefaultTimeout(600_000);

const ROOT = resolve(import.meta.dir, "../..");
const CACHE_DIR = join(homedir(), ".cache", "vademecum", "image");
const MAX_BYTES = 550_000_000;
const COMPILERS = ["cc", "gcc", "clang", "as", "ld", "make"];

// From nothing it takes minutes and half of Debian's mirror, which is not asked of everybody who checks a change.
const isWanted = process.env["TEST_IMAGE"] === "1";
const missing = isWanted ? await imagesMissing() : "it takes minutes: TEST_IMAGE=1 asks for it";
if (missing !== null) process.stdout.write(`skipped: the image as its Dockerfile says, since ${missing}\n`);

const lines: string[] = [];
const say = (line: string) => void lines.push(line);
let image: BuiltStage;

test.skipIf(missing !== null)("the image is built as the Dockerfile says", async () => {
  const last = (await buildImage({ contextDir: ROOT, cacheDir: CACHE_DIR, say })).at(-1);
  if (!last) throw new Error("the Dockerfile has no stage");
  image = last;
  expect(image.config).toMatchObject({ user: { uid: 1000, gid: 1000 }, ports: [7860], workdir: "/app" });
});

test.skipIf(missing !== null)("it holds what runs, and neither compiler nor tests", () => {
  expect(COMPILERS.filter((name) => existsSync(join(image.dir, "usr/bin", name)))).toEqual([]);
  const names = readdirSync(join(image.dir, "app"));
  expect(names.sort()).toEqual([".vade", "assets", "bun.lock", "node_modules", "package.json", "src"]);
  const sources = readdirSync(join(image.dir, "app/src"), { recursive: true, encoding: "utf8" });
  expect(
    sources.filter((path) => /\.test\.ts$|(^|\/)(testing|testdata|fixtures|e2e)(\/|$)/.test(path)),
  ).toEqual([]);
  expect(existsSync(join(image.dir, "root/.bun/install/cache/zod"))).toBe(false);
  expect(stageBytes(image)).toBeLessThan(MAX_BYTES);
});

test.skipIf(missing !== null)(
  "a Job indexes in it, and the Space is ready, healthy, answers, and ends at SIGTERM with 0",
  async () => {
    await tryImage({ image, ...sampleTrial(ROOT), say });
    expect(lines.join("\n")).toMatch(/HEALTHCHECK: exit code 0 when ready[\s\S]+SIGTERM: exit code 0 after/);
  },
);
