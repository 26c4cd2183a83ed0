import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { type DescribedAnswer, loadHubOpenApi } from "../../../testing/hub-openapi.ts";
import { silentLog } from "../../../testing/silent-log.ts";
import { createWebhooks, type Webhooks } from "./create-webhooks.ts";

const openApi = loadHubOpenApi();
const WEBHOOKS = "/api/settings/webhooks";
const SETTINGS = {
  url: "http://127.0.0.1:1/hook",
  watched: [{ type: "dataset", name: "local/rag-index" }],
  domains: ["repo", "discussions"],
  secret: "s",
};

describe.if(openApi !== null)("answers about webhooks are as the Hub describes them", () => {
  let dir: string;
  let webhooks: Webhooks;
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), "webhooks-"));
    webhooks = createWebhooks({ dir, log: silentLog, limits: { retryDelaysMs: [] } });
  });
  afterAll(async () => {
    await webhooks.stop();
    rmSync(dir, { recursive: true });
  });

  test("made, told, changed, switched off and taken away", async () => {
    async function call(method: DescribedAnswer["method"], path: string, id = "", body?: object) {
      const url = `http://hub.test${path.replace("{webhookId}", id).replace("{action}", "disable")}`;
      const request = new Request(url, { method, ...(body ? { body: JSON.stringify(body) } : {}) });
      const response = await webhooks.routes.fetch(request);
      const content: unknown = await response.json();
      expect(response.status).toBe(200);
      expect(openApi?.faultsOf({ method, path, status: response.status, content })).toEqual([]);
      return content;
    }
    const made = await call("POST", WEBHOOKS, "", SETTINGS);
    const { id } = z.object({ webhook: z.object({ id: z.string() }) }).parse(made).webhook;
    webhooks.notify({
      repo: { type: "dataset", name: "local/rag-index" },
      private: true,
      headSha: "a".repeat(40),
      updatedRefs: [],
    });
    await call("GET", WEBHOOKS);
    await call("GET", `${WEBHOOKS}/{webhookId}`, id);
    expect(
      await call("POST", `${WEBHOOKS}/{webhookId}`, id, { watched: [], url: "http://other/" }),
    ).toMatchObject({
      webhook: { watched: SETTINGS.watched, url: "http://other/", hasSecret: true },
    });
    expect(await call("POST", `${WEBHOOKS}/{webhookId}/{action}`, id)).toMatchObject({
      webhook: { disabled: true },
    });
    await call("DELETE", `${WEBHOOKS}/{webhookId}`, id);
    expect(await call("GET", WEBHOOKS)).toEqual([]);
  });
});
