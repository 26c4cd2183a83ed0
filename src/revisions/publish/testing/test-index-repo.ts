import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { GateJudgement } from "../../../domain/gate.ts";
import { commitFiles } from "../../../hub/commit-files.ts";
import { createRepo } from "../../../hub/create-repo.ts";
import { startEmbeddedHub } from "../../../hub/embedded/start-embedded-hub.ts";
import { createHub, type Repo } from "../../../hub/hub.ts";
import { listCommits } from "../../../hub/list-commits.ts";
import { silentLog } from "../../../testing/silent-log.ts";
import { comparePublishedFiles } from "../compare-published-files.ts";
import type { IndexRepo } from "../index-repo.ts";
import { type PublishOptions, publishRevision } from "../publish-revision.ts";
import { readInService } from "../read-in-service.ts";
import { type SampleRevision, writeSampleRevision } from "./sample-revision.ts";

export const PASSED: GateJudgement = {
  passed: true,
  checks: [{ name: "files", passed: true, detail: "as built" }],
  evaluation: { recall_at_10: 0.9 },
};
export const REFUSED: GateJudgement = {
  passed: false,
  checks: [{ name: "size", passed: false, detail: "90 documents became 10" }],
  evaluation: null,
};

/** An embedded Hub with empty index repos, and revisions to publish. */
export interface TestHub {
  url: string;
  token: string;
  /** A new repo; `fetch` stands between its client and the Hub. */
  indexRepo(name: string, fetch?: typeof globalThis.fetch): Promise<IndexRepo>;
  /** Revision of a number: the same number gives the same artifacts. */
  revision(number: number): Promise<SampleRevision>;
  stop(): Promise<void>;
}

export async function startTestHub(): Promise<TestHub> {
  const dir = mkdtempSync(join(tmpdir(), "vademecum-publish-"));
  const server = await startEmbeddedHub({ dir: join(dir, "hub"), port: 0, log: silentLog });
  const { url, token } = server;
  return {
    url,
    token,
    async indexRepo(name, fetch) {
      const repo: Repo = { type: "dataset", name: `${server.user}/${name}` };
      const hub = createHub({ url, token, log: silentLog, ...(fetch ? { fetch } : {}) });
      await createRepo({ hub: createHub({ url, token, log: silentLog }), repo });
      return { hub, repo };
    },
    revision: (number) =>
      writeSampleRevision(join(dir, `revision-${number}-${crypto.randomUUID()}`), {
        texts: [`Texto primeiro ${number}.`, `Texto segundo ${number}.`],
        minute: number,
      }),
    async stop() {
      await server.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Publishes with a gate that passes everything, unless told otherwise. */
export function publish(place: IndexRepo, revision: SampleRevision, options: Partial<PublishOptions> = {}) {
  return publishRevision({
    ...place,
    ...revision,
    judge: async () => PASSED,
    clock: () => new Date("2026-02-01T00:00:00Z"),
    log: silentLog,
    ...options,
  });
}

/** Titles of main's commits, oldest first, without the one that made the repo. */
export async function readTitles(place: IndexRepo): Promise<string[]> {
  const titles: string[] = [];
  for await (const { title } of listCommits({ ...place, revision: "main" })) titles.unshift(title);
  return titles.slice(1);
}

/** The revision in service after making sure that its files are those of its manifest; null where nothing is. */
export async function readWhole(place: IndexRepo): Promise<string | null> {
  const served = await readInService(place);
  if (served === null) return null;
  const { manifest } = served;
  const differences = await comparePublishedFiles({
    ...place,
    revision: manifest.revision,
    build: manifest,
  });
  if (differences.length > 0) throw new Error(differences.join("; "));
  return manifest.revision;
}

/** A commit that has nothing to do with publishing. */
export async function commitReadme(place: IndexRepo, text: string): Promise<void> {
  await commitFiles({
    ...place,
    title: "Say what this is",
    operations: [{ kind: "add", path: "README.md", content: new Blob([text]) }],
  });
}

/** A `fetch` that does something else just before its first commit to main goes out. */
export function beforeFirstCommit(act: () => Promise<unknown>): typeof fetch {
  let isDone = false;
  const call = async (input: Parameters<typeof fetch>[0], init?: RequestInit) => {
    const { pathname } = new URL(input instanceof Request ? input.url : String(input));
    if (!isDone && init?.method === "POST" && pathname.endsWith("/commit/main")) {
      isDone = true;
      await act();
    }
    return fetch(input, init);
  };
  return Object.assign(call, { preconnect: fetch.preconnect });
}

/** The error code with which a call fails. */
export async function codeOf(call: Promise<unknown>): Promise<string> {
  const outcome: unknown = await call.then(
    () => "it did not fail",
    (error: unknown) => error,
  );
  return outcome instanceof Error && "code" in outcome ? String(outcome.code) : String(outcome);
}
