import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";
import type { Manifest } from "../domain/manifest.ts";
import { findGolden, GOLDEN_FILE, type GoldenQuestion, readGolden } from "../evaluation/golden.ts";
import type { Hub } from "../hub/hub.ts";
import { listFiles } from "../hub/list-files.ts";
import { readFile } from "../hub/read-file.ts";
import type { CommandContext } from "./command-context.ts";

const MAX_BYTES = 16 * 1024 * 1024;

/**
 * What the golden questions beside some documents are, null where there are none. Read before anything that takes long.
 * @throws VademecumError `QUESTION_SET_INVALID`, which names the line; `GOLDEN_AMBIGUOUS`
 */
export async function readGoldenOf(docsDir: string): Promise<GoldenQuestion[] | null> {
  const path = await findGolden(docsDir);
  return path === null ? null : await readGolden(path);
}

/** The same beside the documents that a revision was made of, be they in a folder of this machine or in a repo. */
export async function readGoldenOfSource(
  { log, signal }: CommandContext,
  hub: Hub,
  source: Manifest["source"],
): Promise<GoldenQuestion[] | null> {
  const { repo: name, revision } = source;
  if (revision === null) {
    if (isAbsolute(name) && existsSync(name)) return await readGoldenOf(name);
    log.warn({ folder: name }, `the documents are not on this machine: no ${GOLDEN_FILE} is asked`);
    return null;
  }
  const place = { hub, repo: { type: "dataset", name }, revision, signal } as const;
  const dir = await mkdtemp(join(tmpdir(), "vademecum-golden-"));
  try {
    for await (const { path } of listFiles(place)) {
      const parts = path.split("/");
      if (parts.at(-1) !== GOLDEN_FILE || parts.length > 2) continue;
      const file = await readFile({ ...place, path, maxBytes: MAX_BYTES });
      if (file) await Bun.write(join(dir, ...parts), file.bytes);
    }
    return await readGoldenOf(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
