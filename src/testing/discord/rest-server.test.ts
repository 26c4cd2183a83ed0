import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { REST, Routes } from "discord.js";
import { refusedBy, restClient } from "./rest-client.ts";
import { type FakeDiscord, startFakeDiscord } from "./start-fake-discord.ts";

let discord: FakeDiscord;
let rest: REST;
let channelId: string;

beforeEach(async () => {
  discord = await startFakeDiscord();
  rest = restClient(discord);
  channelId = discord.channel({ guild: discord.guild() }).id;
});

afterEach(() => discord.stop());

const raw = (path: string, init: RequestInit = {}) =>
  fetch(`${discord.url}/api/v10${path}`, {
    ...init,
    headers: { authorization: `Bot ${discord.token}`, ...init.headers },
  });
const say = (content = "c") =>
  raw(Routes.channelMessages(channelId), {
    method: "POST",
    body: JSON.stringify({ content }),
    headers: { "content-type": "application/json" },
  });

test("says who the bot is and where its gateway is", async () => {
  expect(await rest.get(Routes.user())).toMatchObject({ id: discord.applicationId, bot: true });
  expect(await rest.get(Routes.currentApplication())).toMatchObject({ verify_key: discord.publicKeyHex });
  expect(await rest.get(Routes.gatewayBot())).toMatchObject({ url: discord.gateway.url, shards: 1 });
});

test("refuses a wrong token, an unknown route, an unknown method and what is no JSON", async () => {
  const request = restClient(discord, "wrong").get(Routes.user());
  expect(await refusedBy(request)).toMatchObject({ status: 401, code: 0 });
  expect((await raw("/nothing")).status).toBe(404);
  expect((await raw("/users/@me", { method: "PUT" })).status).toBe(405);
  const body = await raw(Routes.channelMessages(channelId), { method: "POST", body: "{" });
  expect([body.status, await body.json()]).toMatchObject([400, { code: 50109 }]);
});

describe("rate limits", () => {
  test("are counted by route and channel, and told in headers", async () => {
    const first = await say();
    expect(Object.fromEntries(first.headers)).toMatchObject({
      "x-ratelimit-limit": "5",
      "x-ratelimit-remaining": "4",
    });
    expect(Number(first.headers.get("x-ratelimit-reset-after"))).toBeWithin(4, 5.01);
    for (let at = 1; at < 5; at++) expect((await say()).status).toBe(200);
    const refused = await say();
    expect(refused.status).toBe(429);
    expect(Object.fromEntries(refused.headers)).toMatchObject({
      "x-ratelimit-scope": "user",
      "x-ratelimit-remaining": "0",
    });
    const body = await refused.json();
    expect(body).toMatchObject({ global: false, retry_after: Number(refused.headers.get("retry-after")) });
    expect(discord.messages(channelId)).toHaveLength(5);
    const other = discord.channel({ guild: discord.guild() });
    await rest.post(Routes.channelMessages(other.id), { body: { content: "c" } });
  });

  test("hold for a reply's edits, by the interaction's token", async () => {
    const member = discord.member({ guild: [...discord.world.guilds.values()][0] ?? discord.guild() });
    const body = [{ name: "status", description: "d" }];
    await rest.put(Routes.applicationCommands(discord.applicationId), { body });
    const edits: Response[] = [];
    const edited = Promise.withResolvers<void>();
    discord.world.onEvent(async ({ event, data }) => {
      if (event !== "INTERACTION_CREATE") return;
      const post = (path: string, method: string, content: object) =>
        raw(path, { method, body: JSON.stringify(content), headers: { "content-type": "application/json" } });
      await post(`/interactions/${data["id"]}/${data["token"]}/callback`, "POST", { type: 5 });
      const path = `/webhooks/${discord.applicationId}/${data["token"]}/messages/@original`;
      for (let at = 0; at < 6; at++) edits.push(await post(path, "PATCH", { content: `${at}` }));
      edited.resolve();
    });
    const outcome = await discord.interact({
      kind: "command",
      name: "status",
      member,
      channel: { id: channelId },
    });
    await edited.promise;
    expect(edits.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429]);
    expect(await edits[5]?.json()).toMatchObject({ retry_after: expect.any(Number), global: false });
    expect(outcome.message()?.content).toBe("4");
  });

  test("of all requests together are fifty a second", async () => {
    const channels = Array.from({ length: 60 }, () => discord.channel({ guild: discord.guild() }));
    const answers = await Promise.all(
      channels.map(({ id }) => raw(`/channels/${id}/typing`, { method: "POST" })),
    );
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThanOrEqual(10);
    expect(refused[0]?.headers.get("x-ratelimit-global")).toBe("true");
    expect(await refused[0]?.json()).toMatchObject({ global: true });
  });

  test("are kept by the unmodified client, which loses nothing", async () => {
    const started = performance.now();
    const patient = new REST({ api: `${discord.url}/api` }).setToken(discord.token);
    const path = Routes.channelMessages(channelId);
    await Promise.all(
      Array.from({ length: 6 }, (_, at) => patient.post(path, { body: { content: `${at}` } })),
    );
    expect(performance.now() - started).toBeGreaterThan(4000);
    expect(discord.messages(channelId)).toHaveLength(6);
  }, 10_000);
});

describe("what is made to fail", () => {
  test("fails so often as it was asked for, and only what it was asked for", async () => {
    discord.fail({ failure: { kind: "status", status: 500 }, method: "POST", path: /messages$/, times: 2 });
    await rest.get(Routes.channel(channelId));
    expect([(await say()).status, (await say()).status, (await say()).status]).toEqual([500, 500, 200]);
    expect(discord.messages(channelId)).toHaveLength(1);
  });

  test.each(["user", "global", "shared"] as const)("is a 429 of scope %s", async (scope) => {
    discord.fail({ failure: { kind: "rate-limit", retryAfterMs: 250, scope } });
    const answer = await say();
    expect(answer.status).toBe(429);
    expect(answer.headers.get("x-ratelimit-scope")).toBe(scope);
    expect(await answer.json()).toMatchObject({ retry_after: 0.25, global: scope === "global" });
  });

  test.each([
    [10003, 404],
    [50013, 403],
    [10062, 404],
  ])("is Discord's error %d", async (code, status) => {
    discord.fail({ failure: { kind: "code", code } });
    const request = rest.post(Routes.channelMessages(channelId), { body: { content: "c" } });
    expect(await refusedBy(request)).toMatchObject({ code, status });
  });

  test("is an answer that does not come", async () => {
    discord.fail({ failure: { kind: "hang" } });
    await expect(raw("/users/@me", { signal: AbortSignal.timeout(100) })).rejects.toThrow();
    expect(discord.calls.at(-1)).toMatchObject({ path: "/users/@me", status: null });
    expect((await raw("/users/@me")).status).toBe(200);
  });

  test("is an outage for a time", async () => {
    discord.fail({ failure: { kind: "reset" }, forMs: 150 });
    const started = performance.now();
    await expect(say()).rejects.toThrow();
    expect(discord.messages(channelId)).toEqual([]);
    while ((await say().catch(() => null)) === null) await Bun.sleep(10);
    expect(performance.now() - started).toBeGreaterThanOrEqual(149);
    expect(discord.messages(channelId)).toHaveLength(1);
  });

  test("is an answer that is lost after the deed", async () => {
    discord.fail({ failure: { kind: "lost-answer" } });
    await expect(say()).rejects.toThrow();
    expect(discord.messages(channelId)).toHaveLength(1);
  });

  test("is an answer that comes late, after the deed", async () => {
    discord.fail({ failure: { kind: "slow", ms: 120 } });
    const started = performance.now();
    const answer = say();
    await discord.untilMessage({ id: channelId });
    expect(performance.now() - started).toBeLessThan(100);
    expect((await answer).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThanOrEqual(119);
  });

  test("is taken back", async () => {
    const mend = discord.fail({ failure: { kind: "status", status: 503 }, times: Infinity });
    expect((await say()).status).toBe(503);
    mend();
    expect((await say()).status).toBe(200);
  });
});

test("calls are recorded with what was sent and answered", async () => {
  const waited = discord.untilCall(({ path }) => path.endsWith("/messages"));
  await rest.post(Routes.channelMessages(channelId), {
    body: { content: "c" },
    files: [{ name: "a.csv", data: Buffer.from("a,b"), contentType: "text/csv" }],
  });
  expect(await waited).toMatchObject({
    method: "POST",
    path: `/channels/${channelId}/messages`,
    body: { content: "c" },
    files: [{ key: "0", name: "a.csv", contentType: "text/csv" }],
    status: 200,
    code: null,
    answer: { content: "c", attachments: [{ filename: "a.csv", size: 3 }] },
  });
});
