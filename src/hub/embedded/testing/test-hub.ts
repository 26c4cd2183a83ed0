import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { silentLog } from "../../../testing/silent-log.ts";
import { type EmbeddedHub, startEmbeddedHub } from "../start-embedded-hub.ts";

/** A Hub over a folder of its own, and calls to it as they go over the wire. */
export interface TestHub extends EmbeddedHub {
  dir: string;
  /** Calls as the owner; an object is sent as JSON, an empty token means nobody. Redirects are not followed. */
  call(
    method: string,
    path: string,
    options?: {
      body?: NonNullable<RequestInit["body"]> | object;
      headers?: Record<string, string>;
      token?: string;
    },
  ): Promise<Response>;
  /** The status alone. */
  status(...call: Parameters<TestHub["call"]>): Promise<number>;
  /** Commits and gives back the commit's id; a string is a regular file's text, null a deletion. */
  commit(repo: string, files: Record<string, string | null>, options?: CommitOptions): Promise<string>;
}

interface CommitOptions {
  branch?: string;
  parentCommit?: string;
  title?: string;
}

/** The lines of a commit. */
export function commitLines(files: Record<string, string | null>, options: CommitOptions = {}): string {
  const header = { summary: options.title ?? "a change", parentCommit: options.parentCommit };
  const changes = Object.entries(files).map(([path, text]) =>
    text === null
      ? { key: "deletedFile", value: { path } }
      : { key: "file", value: { path, content: btoa(text), encoding: "base64" } },
  );
  return [{ key: "header", value: header }, ...changes].map((line) => JSON.stringify(line)).join("\n");
}

export async function startTestHub(options: { clock?: () => Date } = {}): Promise<TestHub> {
  const dir = mkdtempSync(join(tmpdir(), "vademecum-hub-"));
  const hub = await startEmbeddedHub({ dir, port: 0, log: silentLog, ...options });

  const call: TestHub["call"] = (method, path, { body, headers = {}, token = hub.token } = {}) => {
    const isJson = typeof body === "object" && Object.getPrototypeOf(body) === Object.prototype;
    return fetch(path.startsWith("http") ? path : hub.url + path, {
      method,
      redirect: "manual",
      headers: {
        ...(token === "" ? {} : { Authorization: `Bearer ${token}` }),
        ...(isJson ? { "Content-Type": "application/json" } : {}),
        ...headers,
      },
      ...(body === undefined
        ? {}
        : { body: isJson ? JSON.stringify(body) : (body as NonNullable<RequestInit["body"]>) }),
    });
  };

  async function commit(repo: string, files: Record<string, string | null>, how: CommitOptions = {}) {
    const response = await call("POST", `/api/datasets/${repo}/commit/${how.branch ?? "main"}`, {
      body: commitLines(files, how),
    });
    const answer = (await response.json()) as { commitOid?: string };
    if (!response.ok || !answer.commitOid) throw new Error(`${response.status} ${JSON.stringify(answer)}`);
    return answer.commitOid;
  }

  async function stop() {
    await hub.stop();
    rmSync(dir, { recursive: true, force: true });
  }
  const status: TestHub["status"] = async (...request) => (await call(...request)).status;
  return { ...hub, dir, call, status, commit, stop };
}

/** The fields of an answer. */
export const json = async (response: Response) => (await response.json()) as Record<string, unknown>;

/** Makes a dataset repo and gives back its name. */
export async function makeRepo(hub: TestHub, name: string, isPrivate = true): Promise<string> {
  const response = await hub.call("POST", "/api/repos/create", {
    body: { name, type: "dataset", private: isPrivate },
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return `${hub.user}/${name}`;
}

/** Uploads an LFS object as clients do; `put` is null where the Hub has it already. */
export async function uploadObject(
  hub: TestHub,
  repo: string,
  content: string,
): Promise<{ oid: string; size: number; put: Response | null }> {
  const oid = new Bun.CryptoHasher("sha256").update(content).digest("hex");
  const size = Buffer.byteLength(content);
  const { upload } = await askForUpload(hub, repo, { oid, size });
  return { oid, size, put: upload ? await fetch(upload, { method: "PUT", body: content }) : null };
}

const BatchSchema = z.object({
  transfer: z.literal("basic"),
  objects: z.tuple([
    z.object({
      actions: z
        .object({ upload: z.object({ href: z.url() }), verify: z.object({ href: z.url() }) })
        .optional(),
    }),
  ]),
});

/** Asks where an LFS object is to be uploaded and verified; nulls where the Hub has it already. */
export async function askForUpload(
  hub: Pick<TestHub, "call">,
  repo: string,
  object: { oid: string; size: number },
) {
  const batch = await hub.call("POST", `/datasets/${repo}.git/info/lfs/objects/batch`, {
    body: { operation: "upload", transfers: ["basic", "xet"], hash_algo: "sha_256", objects: [object] },
  });
  const [{ actions }] = BatchSchema.parse(await batch.json()).objects;
  return { upload: actions?.upload.href ?? null, verify: actions?.verify.href ?? null };
}

/** The lines of a commit that adds one LFS file. */
export const lfsLines = (path: string, oid: string, size: number) =>
  `${commitLines({})}\n${JSON.stringify({ key: "lfsFile", value: { path, algo: "sha256", oid, size } })}`;
