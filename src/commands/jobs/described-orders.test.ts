import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020";
import addFormats from "ajv-formats";
import { z } from "zod";
import { readConfig } from "../../config.ts";
import { createScheduledJob } from "../../hub/create-scheduled-job.ts";
import { createHub, type Hub } from "../../hub/hub.ts";
import { runJob } from "../../hub/run-job.ts";
import { sharedPath } from "../../testing/shared.ts";
import { silentLog } from "../../testing/silent-log.ts";
import { buildOrder } from "./build-order.ts";

const path = sharedPath("reference/hub-openapi.json");

const RequestSchema = z.object({
  post: z.object({
    requestBody: z.object({
      content: z.object({ "application/json": z.object({ schema: z.record(z.string(), z.unknown()) }) }),
    }),
  }),
});
const DocumentSchema = z.object({
  paths: z.record(z.string(), z.unknown()),
  components: z.object({ schemas: z.record(z.string(), z.record(z.string(), z.unknown())) }),
});

/** What the Hub's description finds wrong with the body of a POST. */
function faultsOf(template: string, body: unknown): string[] {
  const { paths, components } = DocumentSchema.parse(JSON.parse(readFileSync(path ?? "", "utf8")));
  for (const schema of Object.values(components.schemas)) delete schema["id"];
  const { schema } = RequestSchema.parse(paths[template]).post.requestBody.content["application/json"];
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  const validate = ajv.compile({ ...schema, components });
  return validate(body)
    ? []
    : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

/** The body that a call sends. */
async function bodyOf(call: (hub: Hub) => Promise<unknown>): Promise<unknown> {
  let body: unknown = null;
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    async fetch(request) {
      body = await request.json();
      return Response.json({ error: "seen" }, { status: 400 });
    },
  });
  const hub = createHub({ url: server.url.origin, token: "hf_secret", log: silentLog });
  await call(hub).catch(() => undefined);
  await server.stop(true);
  return body;
}

const config = readConfig(
  { HF_TOKEN: "hf_secret", DOCS_REPO_ID: "org/docs", INDEX_REPO_ID: "org/index", SPACE_ID: "org/space" },
  "/",
);
function orderOf(hub: Hub, options: Partial<Parameters<typeof buildOrder>[2]> = {}) {
  const repo = (name: string) => ({ type: "dataset" as const, name });
  const connected = { hub, docs: repo("org/docs"), index: repo("org/index"), close: async () => undefined };
  return buildOrder({ config }, connected, { timeout: 7200, ocr: true, ...options });
}

describe.if(path !== null)("orders are as the Hub describes them", () => {
  const faulty = { command: [], flavor: "no-such-hardware" };

  test("of jobs, in the Space's own image, another's, or a Docker image", async () => {
    expect(faultsOf("/api/jobs/{namespace}", faulty).length).toBeGreaterThan(0);
    for (const options of [
      {},
      { space: "org/other", ocr: false },
      { image: "ghcr.io/org/v:1", flavor: "cpu-xl" as const },
    ]) {
      const body = await bodyOf((hub) => runJob({ hub, ...orderOf(hub, options) }));
      expect(body).toMatchObject({ timeoutSeconds: 7200, labels: { vademecum: "reindex" } });
      expect(JSON.stringify(body).match(/hf_secret/g)).toHaveLength(1); // among the secrets alone
      expect(body).toMatchObject({ secrets: { HF_TOKEN: "hf_secret" } });
      expect(faultsOf("/api/jobs/{namespace}", body)).toEqual([]);
    }
  });

  test("of scheduled jobs", async () => {
    const schedule = "0 4 * * *";
    expect(faultsOf("/api/scheduled-jobs/{namespace}", { schedule }).length).toBeGreaterThan(0);
    const body = await bodyOf((hub) => createScheduledJob({ hub, ...orderOf(hub), schedule }));
    expect(body).toMatchObject({ schedule, jobSpec: { spaceId: "org/space", flavor: "cpu-basic" } });
    expect(faultsOf("/api/scheduled-jobs/{namespace}", body)).toEqual([]);
  });
});
