import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Log } from "../../domain/log.ts";
import { type CommitOperation, commitFiles } from "../../hub/commit-files.ts";
import { startEmbeddedHub } from "../../hub/embedded/start-embedded-hub.ts";
import { createHub, type Hub, type Repo } from "../../hub/hub.ts";
import { listFiles } from "../../hub/list-files.ts";
import { readFile } from "../../hub/read-file.ts";

const ignore = () => {};
export const quiet: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** A Hub of its own, a folder of documents, and what tests ask of them. */
export interface DocsHub {
  root: string;
  /** The folder of documents; it is there and empty. */
  docs: string;
  hub: Hub;
  repo: Repo;
  /** The same Hub as seen through another `fetch`. */
  through(wrap: (inner: typeof fetch) => typeof fetch): Hub;
  put(path: string, content?: string | Uint8Array): void;
  /** Content of all files of the repository at `main`, by path; without `.gitattributes`. */
  content(): Promise<Record<string, string>>;
  /** Commits as somebody else would. */
  commit(operations: CommitOperation[]): Promise<string>;
  stop(): Promise<void>;
}

export async function startDocsHub(): Promise<DocsHub> {
  const root = mkdtempSync(join(tmpdir(), "vademecum-docs-"));
  const docs = join(root, "docs_rag");
  mkdirSync(docs);
  const server = await startEmbeddedHub({ dir: join(root, "hub"), port: 0, log: quiet });
  const hub = createHub({ url: server.url, token: server.token, log: quiet });
  const repo: Repo = { type: "dataset", name: `${server.user}/rag-docs` };
  return {
    root,
    docs,
    hub,
    repo,
    through: (wrap) =>
      createHub({
        url: server.url,
        token: server.token,
        log: quiet,
        fetch: wrap(fetch),
        sleep: async () => {},
      }),
    put(path, content = `content of ${path}`) {
      mkdirSync(dirname(join(docs, path)), { recursive: true });
      writeFileSync(join(docs, path), content);
    },
    async content() {
      const found: Record<string, string> = {};
      for await (const { path } of listFiles({ hub, repo, revision: "main" })) {
        if (path === ".gitattributes") continue;
        const file = await readFile({ hub, repo, revision: "main", path, maxBytes: 1e6 });
        found[path] = new TextDecoder().decode(file?.bytes);
      }
      return found;
    },
    async commit(operations) {
      return (await commitFiles({ hub, repo, title: "somebody else", operations })).commit;
    },
    async stop() {
      await server.stop();
      rmSync(root, { recursive: true });
    },
  };
}

/** A `fetch` that does something before each call that commits. */
export function beforeCommits(action: (count: number) => Promise<void> | void) {
  return (inner: typeof fetch): typeof fetch => {
    let count = 0;
    const call = async (input: Parameters<typeof fetch>[0], init?: RequestInit) => {
      if (/\/commit\/main$/.test(new URL(String(input)).pathname)) await action(++count);
      return inner(input, init);
    };
    return Object.assign(call, { preconnect: inner.preconnect });
  };
}
