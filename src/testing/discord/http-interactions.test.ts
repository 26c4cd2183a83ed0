import { afterEach, beforeEach, expect, test } from "bun:test";
import { type REST, Routes } from "discord.js";
import { refusedBy, restClient } from "./rest-client.ts";
import { type FakeDiscord, startFakeDiscord } from "./start-fake-discord.ts";
import type { FakeChannel, FakeUser } from "./world.ts";

let discord: FakeDiscord;
let rest: REST;
let channel: FakeChannel;
let member: FakeUser;
let endpoint: ReturnType<typeof Bun.serve> | null = null;

beforeEach(async () => {
  discord = await startFakeDiscord();
  rest = restClient(discord);
  const guild = discord.guild();
  channel = discord.channel({ guild });
  member = discord.member({ guild });
  await rest.put(Routes.applicationCommands(discord.applicationId), {
    body: [{ name: "status", description: "d" }],
  });
});

afterEach(async () => {
  await endpoint?.stop(true);
  await discord.stop();
});

/** The bot's endpoint, which holds the signature against the public key as a bot must. */
function serve(answer: (interaction: { id: string; token: string }) => Response | Promise<Response>): string {
  endpoint = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      const body = await request.text();
      if (!(await isSigned(request.headers, body))) return new Response("bad signature", { status: 401 });
      const interaction = JSON.parse(body);
      return interaction.type === 1 ? Response.json({ type: 1 }) : answer(interaction);
    },
  });
  return `http://127.0.0.1:${endpoint.port}/interactions`;
}

async function isSigned(headers: Headers, body: string): Promise<boolean> {
  const raw = Buffer.from(discord.publicKeyHex, "hex");
  const key = await crypto.subtle.importKey("raw", raw, "Ed25519", false, ["verify"]);
  const signed = new TextEncoder().encode(`${headers.get("x-signature-timestamp")}${body}`);
  return crypto.subtle.verify(
    "Ed25519",
    key,
    Buffer.from(headers.get("x-signature-ed25519") ?? "", "hex"),
    signed,
  );
}

const run = (http: string) =>
  discord.interact({ kind: "command", member, channel, name: "status", via: { http } });

test("the body of the answer is the callback, and its webhook is open from then on", async () => {
  const outcome = await run(serve(() => Response.json({ type: 4, data: { content: "pronto", flags: 64 } })));
  expect(outcome).toMatchObject({ failure: null, httpStatus: 200, callback: { type: 4, isEphemeral: true } });
  const path = Routes.webhookMessage(discord.applicationId, outcome.interaction.token);
  await rest.patch(path, { body: { content: "mudado" }, auth: false });
  expect(outcome.message()).toMatchObject({ content: "mudado", visibleTo: member.id });
});

test("an edit that overtakes the answer finds its webhook unknown", async () => {
  await discord.stop();
  discord = await startFakeDiscord({ httpAnswerDelayMs: 100 });
  rest = restClient(discord);
  const guild = discord.guild();
  channel = discord.channel({ guild });
  member = discord.member({ guild });
  await rest.put(Routes.applicationCommands(discord.applicationId), {
    body: [{ name: "status", description: "d" }],
  });
  const edited = Promise.withResolvers<unknown>();
  const url = serve(({ token }) => {
    const path = Routes.webhookMessage(discord.applicationId, token);
    setTimeout(() => edited.resolve(refusedBy(rest.patch(path, { body: { content: "c" }, auth: false }))), 5);
    return Response.json({ type: 5 });
  });
  const outcome = await run(url);
  expect(await edited.promise).toMatchObject({ status: 404, code: 10015 });
  const path = Routes.webhookMessage(discord.applicationId, outcome.interaction.token);
  await rest.patch(path, { body: { content: "c" }, auth: false });
  expect(outcome.message()?.content).toBe("c");
});

test("202 leaves the answer to the callback's route", async () => {
  const url = serve(({ id, token }) => {
    setTimeout(() => rest.post(Routes.interactionCallback(id, token), { body: { type: 5 }, auth: false }), 5);
    return new Response(null, { status: 202 });
  });
  expect(await run(url)).toMatchObject({ failure: null, httpStatus: 202, callback: { type: 5 } });
});

test("an answer that breaks a limit reaches no member", async () => {
  const outcome = await run(serve(() => Response.json({ type: 4, data: { content: "a".repeat(2001) } })));
  expect(outcome.failure).toBe("application did not respond");
  expect(outcome.refused?.body()).toMatchObject({
    code: 50035,
    errors: { data: { content: { _errors: [{}] } } },
  });
  expect(discord.messages(channel.id)).toEqual([]);
});

test("an answer that is none is given up at once", async () => {
  expect(await run(serve(() => new Response("oops", { status: 500 })))).toMatchObject({
    failure: "application did not respond",
    httpStatus: 500,
  });
  expect(await run("http://127.0.0.1:9/")).toMatchObject({
    failure: "application did not respond",
    httpStatus: null,
  });
});

test("an answer after three seconds is given up", async () => {
  const late = Promise.withResolvers<Response>();
  const outcome = await run(serve(() => late.promise));
  expect(outcome).toMatchObject({ failure: "application did not respond", httpStatus: null });
  late.resolve(Response.json({ type: 5 }));
}, 10_000);

test("what was sent can be sent again or forged", async () => {
  const { sent } = await run(serve(() => Response.json({ type: 5 })));
  if (!sent) throw new Error("nothing was sent");
  const post = (body: string) => fetch(sent.url, { method: "POST", headers: sent.headers, body });
  expect((await post(sent.body)).status).toBe(200);
  expect((await post(sent.body.replace("status", "statuz"))).status).toBe(401);
});

test("an address is accepted when it answers a PING and refuses a wrong signature", async () => {
  expect(await discord.verifyEndpoint(serve(() => Response.json({ type: 5 })))).toBeNull();
  await endpoint?.stop(true);
  endpoint = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => Response.json({ type: 1 }) });
  expect(await discord.verifyEndpoint(`http://127.0.0.1:${endpoint.port}/`)).toContain("wrong signature");
  await endpoint.stop(true);
  endpoint = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => Response.json({ type: 4 }) });
  expect(await discord.verifyEndpoint(`http://127.0.0.1:${endpoint.port}/`)).toContain("answered by");
  await endpoint.stop(true);
  endpoint = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => new Response("", { status: 401 }) });
  expect(await discord.verifyEndpoint(`http://127.0.0.1:${endpoint.port}/`)).toContain("answered with 401");
});
