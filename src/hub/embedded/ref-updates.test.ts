import { afterAll, beforeAll, expect, test } from "bun:test";
import { z } from "zod";
import { makeRepo, startTestHub, type TestHub } from "./testing/test-hub.ts";

const PayloadSchema = z.object({
  repo: z.object({ name: z.string(), headSha: z.string() }),
  updatedRefs: z.array(
    z.object({ ref: z.string(), oldSha: z.string().nullable(), newSha: z.string().nullable() }),
  ),
});

let hub: TestHub;
let receiver: ReturnType<typeof Bun.serve>;
const received: z.infer<typeof PayloadSchema>[] = [];
let arrived = Promise.withResolvers<void>();
beforeAll(async () => {
  hub = await startTestHub();
  receiver = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    async fetch(request) {
      received.push(PayloadSchema.parse(await request.json()));
      arrived.resolve();
      arrived = Promise.withResolvers();
      return new Response("ok");
    },
  });
});
afterAll(async () => {
  await hub.stop();
  await receiver.stop(true);
});

test("each change of a branch or tag is told to webhooks, with what it was before", async () => {
  const repo = await makeRepo(hub, "watched");
  const made = await hub.call("POST", "/api/settings/webhooks", {
    body: { url: receiver.url.href, watched: [{ type: "dataset", name: repo }], domains: ["repo"] },
  });
  expect(made.status).toBe(200);
  const first = await hub.commit(repo, { a: "1" });
  while (received.length < 1) await arrived.promise;
  await hub.call("POST", `/api/datasets/${repo}/tag/main`, { body: { tag: "v1" } });
  await hub.call("DELETE", `/api/datasets/${repo}/tag/v1`);
  while (received.length < 3) await arrived.promise;
  expect(received.map((payload) => payload.updatedRefs)).toEqual([
    [{ ref: "refs/heads/main", oldSha: expect.stringMatching(/^[0-9a-f]{40}$/), newSha: first }],
    [{ ref: "refs/tags/v1", oldSha: null, newSha: first }],
    [{ ref: "refs/tags/v1", oldSha: first, newSha: null }],
  ]);
  expect(received.map((payload) => payload.repo)).toEqual(Array(3).fill({ name: repo, headSha: first }));
});
