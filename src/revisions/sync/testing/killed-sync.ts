import { z } from "zod";
import type { Log } from "../../../domain/log.ts";
import { ManifestSchema } from "../../../domain/manifest.ts";
import { createHub } from "../../../hub/hub.ts";
import { openStorage, type Storage } from "../../storage.ts";
import { fetchRevision } from "../fetch-revision.ts";
import { deriveInChild } from "../heavy-task.ts";

/** What the parent wants: a sync into a store that dies at the given step; prints how many steps it took if it lives. */
const TaskSchema = z.object({
  url: z.string(),
  token: z.string(),
  repo: z.string(),
  manifest: ManifestSchema,
  storageDir: z.string(),
  killAt: z.int().nullable(),
});

const task = TaskSchema.parse(JSON.parse(process.argv[2] ?? ""));
let steps = 0;

/** How many pieces a download comes in is the network's affair: so many are steps, so that every run has the same ones. */
const PROGRESS_STEPS = 3;
let progress = 0;

/** One step more; the last one ends this process as a power cut would. */
function step(): void {
  steps += 1;
  if (steps === task.killAt) process.kill(process.pid, "SIGKILL");
}

const log: Log = { debug: step, info: step, warn: step, error: step };

function stepped(storage: Storage): Storage {
  return {
    ...storage,
    createPartial() {
      step();
      const dir = storage.createPartial();
      step();
      return dir;
    },
    async commit(dir, revision) {
      step();
      const isNew = await storage.commit(dir, revision);
      step();
      return isNew;
    },
    async switchCurrent(revision) {
      step();
      await storage.switchCurrent(revision);
      step();
    },
    sweep() {
      step();
      const swept = storage.sweep();
      step();
      return swept;
    },
  };
}

const send = async (input: Parameters<typeof fetch>[0], init?: RequestInit) => {
  step();
  const response = await fetch(input, init);
  step();
  return response;
};
const hub = createHub({
  url: task.url,
  token: task.token,
  log,
  fetch: Object.assign(send, { preconnect: fetch.preconnect }),
});
const storage = stepped(openStorage(task.storageDir));
storage.sweep();
await fetchRevision({
  hub,
  repo: { type: "dataset", name: task.repo },
  manifest: task.manifest,
  storage,
  log,
  onProgress() {
    progress += 1;
    if (progress <= PROGRESS_STEPS) step();
  },
  async derive(dir, signal) {
    step();
    await deriveInChild(dir, signal);
    step();
  },
});
await storage.switchCurrent(task.manifest.revision);
storage.sweep();
process.stdout.write(String(steps));
