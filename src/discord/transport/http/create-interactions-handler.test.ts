import { expect, test } from "bun:test";
import { createInteractionsHandler } from "./create-interactions-handler.ts";
import { APPLICATION, command, createEndpoint, ping } from "./testing/endpoint.ts";

test("PING is answered by PONG alone", async () => {
  const at = await createEndpoint();
  const response = await at.send(ping());
  expect([response.status, await response.json()]).toEqual([200, { type: 1 }]);
  expect(at.taken).toEqual([]);
});

test("another method, another kind of body and a body without end are refused", async () => {
  const at = await createEndpoint();
  const got = await at.receive(new Request("http://127.0.0.1/interactions"));
  expect([got.status, got.headers.get("allow")]).toEqual([405, "POST"]);
  const body = command();
  const headers = { ...(await at.sign(body)), "content-type": "text/plain" };
  expect((await at.receive(at.request(body, headers))).status).toBe(415);
  let pulled = 0;
  const endless = new ReadableStream({
    pull(controller) {
      pulled += 1;
      controller.enqueue(new Uint8Array(16 * 1024));
    },
  });
  const flood = new Request("http://127.0.0.1/", {
    method: "POST",
    headers: await at.sign(""),
    body: endless,
  });
  expect((await at.receive(flood)).status).toBe(413);
  expect(pulled).toBeLessThan(20);
  expect((await at.send(command({ data: { name: "x".repeat(200_000) } }))).status).toBe(413);
});

test("what is signed but no interaction, another application's or of an unknown kind is refused", async () => {
  const at = await createEndpoint();
  for (const body of [
    "",
    "{",
    "null",
    "[]",
    command({ application_id: "2" }),
    command({ type: 99 }),
    command({ member: null }),
    command({ data: null }),
  ])
    expect((await at.send(body)).status).toBe(400);
  expect(at.taken).toEqual([]);
});

test("the answer is the response itself, and mentions nobody", async () => {
  const at = await createEndpoint();
  const response = await at.send(command());
  expect(await response.json()).toEqual({
    type: 4,
    data: { content: "olá", allowed_mentions: { parse: [], replied_user: false } },
  });
  expect(at.calls).toEqual([]);
});

test("a late handler is deferred for, unseen by others, and its answer comes by REST", async () => {
  const slow = Promise.withResolvers<void>();
  const done = Promise.withResolvers<void>();
  const at = await createEndpoint({
    answerWithinMs: 20,
    async handle(_, respond) {
      await slow.promise;
      await respond.reply({ content: "enfim" }, { ephemeral: false });
      done.resolve();
    },
  });
  const response = await at.send(command());
  expect(await response.json()).toEqual({ type: 5, data: { flags: 64 } });
  slow.resolve();
  await done.promise;
  expect(at.calls).toMatchObject([{ method: "PATCH", asBot: false, body: { content: "enfim" } }]);
  expect(at.calls[0]?.path).toMatch(/^\/webhooks\/1200000000000000001\/token-\d+\/messages\/@original$/);
});

test("a late handler whose reply could never be edited is spoken for, and hears that it is too late", async () => {
  const slow = Promise.withResolvers<void>();
  const heard = Promise.withResolvers<unknown>();
  const at = await createEndpoint({
    answerWithinMs: 20,
    canEditLater: false,
    async handle(_, respond) {
      await slow.promise;
      await respond.reply({ content: "enfim" }, { ephemeral: false }).catch(heard.resolve);
    },
  });
  const answer = await (await at.send(command({ locale: "en-US" }))).json();
  expect(answer).toMatchObject({ type: 4, data: { flags: 64 } });
  expect(JSON.stringify(answer)).toContain("It took too long");
  slow.resolve();
  expect(await heard.promise).toMatchObject({ code: "DISCORD_TOO_LATE", discordCode: 10062 });
  expect(at.calls).toEqual([]);
});

test("a late handler that shows nothing leaves no reply that goes on thinking", async () => {
  const slow = Promise.withResolvers<void>();
  const at = await createEndpoint({
    answerWithinMs: 20,
    async handle(_, respond) {
      await slow.promise;
      await respond.deferUpdate();
    },
  });
  const data = { custom_id: "more", component_type: 2 };
  const message = { id: "9", channel_id: "500" };
  const response = await at.send(command({ type: 3, data, message }));
  expect(await response.json()).toEqual({ type: 5, data: { flags: 64 } });
  slow.resolve();
  await new Promise<void>((resolve) => setImmediate(resolve));
  expect(JSON.stringify(at.calls)).toContain("Demorou demais");
  expect(at.calls.length).toBe(1);
});

test("what a late handler says beside its reply takes the reply's place, and is not written over", async () => {
  const slow = Promise.withResolvers<void>();
  const at = await createEndpoint({
    answerWithinMs: 20,
    async handle(_, respond) {
      await slow.promise;
      await respond.deferUpdate();
      await respond.followUp({ content: "feito" }, { ephemeral: true });
    },
  });
  const data = { custom_id: "more", component_type: 2 };
  const message = { id: "9", channel_id: "500" };
  await at.send(command({ type: 3, data, message }));
  slow.resolve();
  await new Promise<void>((resolve) => setImmediate(resolve));
  expect(at.calls).toMatchObject([{ method: "POST", body: { content: "feito" } }]);
});

test("late choices are none", async () => {
  const never = new Promise<void>(() => undefined);
  const at = await createEndpoint({ answerWithinMs: 20, handle: () => never });
  const data = {
    id: "7",
    type: 1,
    name: "artigo",
    options: [{ type: 3, name: "lei", value: "c", focused: true }],
  };
  expect(await (await at.send(command({ type: 4, data }))).json()).toEqual({
    type: 8,
    data: { choices: [] },
  });
});

test("a handler that ends without a word leaves no request open", async () => {
  const at = await createEndpoint({ handle: async () => undefined });
  expect((await at.send(command())).status).toBe(500);
});

test("a file of the first answer goes with the response", async () => {
  const file = { name: "a.csv", contentType: "text/csv", bytes: new TextEncoder().encode("é") };
  const at = await createEndpoint({
    handle: (_, respond) => respond.reply({ content: "x", files: [file] }, { ephemeral: true }),
  });
  const form = await (await at.send(command())).formData();
  expect(JSON.parse(String(form.get("payload_json")))).toMatchObject({ type: 4, data: { flags: 64 } });
  const sent = form.get("files[0]");
  expect(sent instanceof Blob ? await sent.text() : sent).toBe("é");
});

test("a public key that is none is named before anything is served", async () => {
  const options = {
    rest: { call: async () => null },
    handle: async () => undefined,
    canEditLater: () => true,
  };
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const made = createInteractionsHandler({
    applicationId: APPLICATION,
    publicKeyHex: "abc",
    log,
    ...options,
  });
  await expect(made).rejects.toMatchObject({ code: "DISCORD_PUBLIC_KEY_INVALID", exitCode: 2 });
});
