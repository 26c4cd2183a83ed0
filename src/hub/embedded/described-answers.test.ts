import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type DescribedAnswer, loadHubOpenApi } from "../../testing/hub-openapi.ts";
import { commitLines, makeRepo, startTestHub, type TestHub } from "./testing/test-hub.ts";

const openApi = loadHubOpenApi();
const REPO = "/api/datasets/{namespace}/{repo}";
const OID = new Bun.CryptoHasher("sha256").update("a large file").digest("hex");

interface Call {
  method: DescribedAnswer["method"];
  /** As in the document. */
  path: string;
  /** What stands for `{rev}` and `{path}`. */
  rev?: string;
  file?: string;
  query?: string;
  body?: NonNullable<RequestInit["body"]> | object;
  status: number;
}

/** One after the other: later calls need what earlier ones have made. */
const CALLS: Call[] = [
  { method: "GET", path: "/api/whoami-v2", status: 200 },
  { method: "GET", path: "/api/agent-harnesses", status: 200 },
  {
    method: "POST",
    path: "/api/repos/create",
    body: { name: "fresh", organization: "local", type: "dataset", visibility: "private" },
    status: 200,
  },
  {
    method: "POST",
    path: "/api/repos/create",
    body: { name: "fresh", organization: "local", type: "dataset", visibility: "private" },
    status: 409,
  },
  {
    method: "POST",
    path: `${REPO}/preupload/{rev}`,
    body: { files: [{ path: "a.txt", size: 3, sample: btoa("abc") }] },
    status: 200,
  },
  {
    method: "POST",
    path: `${REPO}/commit/{rev}`,
    body: `${commitLines({ "docs/a.txt": "abc", "b.txt": "b" })}\n${JSON.stringify({
      key: "lfsFile",
      value: { path: "docs/large.pdf", algo: "sha256", oid: OID, size: 12 },
    })}`,
    status: 200,
  },
  { method: "GET", path: `${REPO}/tree/{rev}/{path}`, file: "docs", query: "?expand=true", status: 200 },
  { method: "GET", path: `${REPO}/tree/{rev}/{path}`, query: "?recursive=true", status: 200 },
  {
    method: "POST",
    path: `${REPO}/paths-info/{rev}`,
    body: { paths: ["docs", "docs/a.txt", "docs/large.pdf", "missing"], expand: true },
    status: 200,
  },
  { method: "POST", path: `${REPO}/tag/{rev}`, body: { tag: "v1", message: "first" }, status: 200 },
  { method: "POST", path: `${REPO}/branch/{rev}`, rev: "work", body: {}, status: 200 },
  { method: "GET", path: `${REPO}/refs`, status: 200 },
  { method: "GET", path: `${REPO}/commits/{rev}`, rev: "v1", query: "?expand[]=formatted", status: 200 },
  { method: "PUT", path: `${REPO}/settings`, body: { visibility: "public" }, status: 200 },
  { method: "GET", path: "/datasets/{namespace}/{repo}/resolve/{rev}/{path}", file: "b.txt", status: 307 },
  {
    method: "GET",
    path: "/datasets/{namespace}/{repo}/resolve/{rev}/{path}",
    file: "docs/large.pdf",
    status: 302,
  },
  { method: "GET", path: "/api/settings/repositories", query: "?type=dataset&sort=updatedAt", status: 200 },
  { method: "DELETE", path: `${REPO}/tag/{rev}`, rev: "v1", status: 200 },
  { method: "DELETE", path: `${REPO}/branch/{rev}`, rev: "work", status: 200 },
];

describe.skipIf(openApi === null)("answers are what the Hub's own description says", () => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await startTestHub();
    await makeRepo(hub, "docs");
    const batch = await hub.call("POST", "/datasets/local/docs.git/info/lfs/objects/batch", {
      body: { operation: "upload", objects: [{ oid: OID, size: 12 }] },
    });
    const { objects } = (await batch.json()) as { objects: { actions: { upload: { href: string } } }[] };
    await fetch(objects[0]?.actions.upload.href ?? "", { method: "PUT", body: "a large file" });
  });
  afterAll(() => hub.stop());

  for (const { method, path, rev = "main", file = "", query = "", body, status } of CALLS) {
    test(`${method} ${path} ${rev} ${file}${query} ${status}`, async () => {
      const url = path
        .replace("{namespace}", "local")
        .replace("{repo}", "docs")
        .replace("{rev}", rev)
        .replace("{path}", file);
      const response = await hub.call(method, url + query, body === undefined ? {} : { body });
      const text = await response.text();
      expect({ status: response.status, text: response.status === status ? "" : text }).toEqual({
        status,
        text: "",
      });
      const isJson = response.headers.get("Content-Type")?.includes("json") ?? false;
      const content: unknown = isJson ? JSON.parse(text) : {};
      expect(openApi?.faultsOf({ method, path, status, content })).toEqual([]);
    });
  }

  test("an answer that lacks a field is noticed", () => {
    const answer = {
      method: "GET",
      path: `${REPO}/refs`,
      status: 200,
      content: { tags: [], branches: [] },
    } as const;
    expect(openApi?.faultsOf(answer)).toHaveLength(1);
  });
});
