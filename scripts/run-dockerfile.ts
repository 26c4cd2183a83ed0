#!/usr/bin/env bun
// Builds the image as the Dockerfile says and tries it, on a machine without a container engine:
//
//   bun scripts/run-dockerfile.ts [CACHE]      default: ~/.cache/vademecum/image
//
// As root on Linux, with Debian's packages and npm's registry in reach. Stages are kept in CACHE, and are run again only
// where what goes into them has changed.
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { imagesMissing } from "../src/testing/image/base-images.ts";
import { buildImage } from "../src/testing/image/build-image.ts";
import { stageBytes } from "../src/testing/image/stage-bytes.ts";
import { sampleTrial, tryImage } from "../src/testing/image/try-image.ts";

const ROOT = resolve(import.meta.dir, "..");
const BYTES_PER_MB = 1_000_000;

const say = (line: string) => process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
  const missing = await imagesMissing();
  if (missing !== null) {
    process.stderr.write(`run-dockerfile: the image cannot be built here: ${missing}\n`);
    return 1;
  }
  const cacheDir = resolve(process.argv[2] ?? join(homedir(), ".cache", "vademecum", "image"));
  const startedAt = performance.now();
  const stages = await buildImage({ contextDir: ROOT, cacheDir, say });
  say(`built in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  for (const stage of stages)
    say(
      `  ${(stage.name ?? "last").padEnd(10)} ${(stageBytes(stage) / BYTES_PER_MB).toFixed(0).padStart(5)} MB${stage.wasKept ? ", kept from before" : ""}`,
    );
  const image = stages.at(-1);
  if (!image) throw new Error("the Dockerfile has no stage");
  await tryImage({ image, ...sampleTrial(ROOT), say });
  return 0;
}

process.exit(await main());
