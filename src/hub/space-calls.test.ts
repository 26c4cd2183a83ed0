import { afterEach, beforeEach, expect, test } from "bun:test";
import { silentLog } from "../testing/silent-log.ts";
import { addSpaceSecret } from "./add-space-secret.ts";
import { addSpaceVariable } from "./add-space-variable.ts";
import { createWebhook } from "./create-webhook.ts";
import { deleteWebhook } from "./delete-webhook.ts";
import { getSpaceRuntime } from "./get-space-runtime.ts";
import { createHub } from "./hub.ts";
import { listWebhooks } from "./list-webhooks.ts";
import { restartSpace } from "./restart-space.ts";
import { setSpaceVolumes } from "./set-space-volumes.ts";
import { failureOf } from "./testing/watched-hub.ts";

const RUNTIME = {
  stage: "RUNNING",
  hardware: { current: "cpu-basic", requested: "cpu-basic" },
  gcTimeout: 172800,
  replicas: { requested: 1 },
  volumes: [{ type: "bucket", source: "org/data", mountPath: "/data", readOnly: false }],
};
const WEBHOOK = {
  id: "w1",
  url: "https://space.example/webhooks/hub",
  watched: [{ type: "dataset", name: "org/rag-index" }],
  domains: ["repo"],
  hasSecret: true,
  disabled: false,
};

let server: ReturnType<typeof Bun.serve>;
let seen: { call: string; body: unknown }[];
let answer: () => Response;

beforeEach(() => {
  seen = [];
  server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    async fetch(request) {
      const { pathname, search } = new URL(request.url);
      const text = await request.text();
      const body: unknown = text === "" ? null : JSON.parse(text);
      seen.push({ call: `${request.method} ${pathname}${search}`, body });
      return answer();
    },
  });
});
afterEach(() => server.stop(true));

const target = () => ({
  hub: createHub({ url: server.url.origin, token: "hf_token", log: silentLog, sleep: async () => undefined }),
  space: "org/space",
});

test("how a Space is doing is read, whatever else the Hub tells", async () => {
  answer = () => Response.json(RUNTIME);
  expect(await getSpaceRuntime(target())).toEqual({
    stage: "RUNNING",
    hardware: "cpu-basic",
    requestedHardware: "cpu-basic",
    sleepAfterSeconds: 172800,
    errorMessage: null,
    volumes: [{ type: "bucket", source: "org/data", mountPath: "/data" }],
  });
  answer = () => Response.json({ stage: "BUILDING" });
  expect(await getSpaceRuntime(target())).toMatchObject({ stage: "BUILDING", hardware: null, volumes: [] });
  answer = () => Response.json({});
  expect(await failureOf(getSpaceRuntime(target()))).toMatchObject({ code: "HUB_BAD_ANSWER" });
  expect(seen[0]).toEqual({ call: "GET /api/spaces/org/space/runtime", body: null });
});

test("a Space is restarted, or built anew", async () => {
  answer = () => Response.json({ ...RUNTIME, stage: "BUILDING" });
  expect((await restartSpace(target())).stage).toBe("BUILDING");
  await restartSpace({ ...target(), rebuild: true });
  expect(seen.map(({ call }) => call)).toEqual([
    "POST /api/spaces/org/space/restart",
    "POST /api/spaces/org/space/restart?factory=true",
  ]);
});

test("secrets, variables and volumes are sent as the Hub takes them", async () => {
  answer = () => new Response(null, { status: 200 });
  await addSpaceSecret({ ...target(), key: "HF_TOKEN", value: "hf_x", description: "to read the index" });
  await addSpaceVariable({ ...target(), key: "INDEX_REPO_ID", value: "org/rag-index" });
  const source = { type: "bucket" as const, name: "org/data" };
  await setSpaceVolumes({ ...target(), volumes: [{ source, mountPath: "/data", readOnly: false }] });
  expect(seen).toEqual([
    {
      call: "POST /api/spaces/org/space/secrets",
      body: { key: "HF_TOKEN", value: "hf_x", description: "to read the index" },
    },
    {
      call: "POST /api/spaces/org/space/variables",
      body: { key: "INDEX_REPO_ID", value: "org/rag-index" },
    },
    {
      call: "PUT /api/spaces/org/space/volumes",
      body: { volumes: [{ type: "bucket", source: "org/data", mountPath: "/data", readOnly: false }] },
    },
  ]);
});

test("a secret that is refused does not stand in the error", async () => {
  answer = () => Response.json({ error: "forbidden" }, { status: 403 });
  const refused = await failureOf(addSpaceSecret({ ...target(), key: "K", value: "the value" }));
  expect(refused).toMatchObject({ code: "HUB_FORBIDDEN" });
  expect(Bun.inspect(refused)).not.toContain("the value");
});

test("webhooks are made, listed and taken away; one that is gone already is no fault", async () => {
  const { hub } = target();
  answer = () => Response.json({ webhook: WEBHOOK });
  const watched = [{ type: "dataset" as const, name: "org/rag-index" }];
  const made = await createWebhook({ hub, url: WEBHOOK.url, watched, secret: "s" });
  expect(made).toEqual({ id: "w1", url: WEBHOOK.url, watched, domains: ["repo"], isDisabled: false });
  answer = () =>
    Response.json([WEBHOOK, { ...WEBHOOK, url: undefined, disabled: "suspended-after-failure" }]);
  expect(await listWebhooks({ hub })).toMatchObject([made, { url: null, isDisabled: true }]);
  answer = () => Response.json({});
  expect(await deleteWebhook({ hub, id: "w1" })).toEqual({ deleted: true });
  answer = () => Response.json({ error: "no such webhook" }, { status: 404 });
  expect(await deleteWebhook({ hub, id: "w1" })).toEqual({ deleted: false });
  expect(seen).toEqual([
    {
      call: "POST /api/settings/webhooks",
      body: { url: WEBHOOK.url, watched, domains: ["repo"], secret: "s" },
    },
    { call: "GET /api/settings/webhooks", body: null },
    { call: "DELETE /api/settings/webhooks/w1", body: null },
    { call: "DELETE /api/settings/webhooks/w1", body: null },
  ]);
});
