import { afterEach, beforeEach, expect, test } from "bun:test";
import { type FakeDiscord, startFakeDiscord } from "../../testing/discord/start-fake-discord.ts";
import type { FakeChannel, FakeGuild } from "../../testing/discord/world.ts";
import { DiscordError } from "../discord-error.ts";
import { createDiscordApi } from "./create-discord-api.ts";
import { createResponder } from "./create-responder.ts";
import { createDiscordRest } from "./discord-rest.ts";

let discord: FakeDiscord;
let guild: FakeGuild;
let channel: FakeChannel;
beforeEach(async () => {
  discord = await startFakeDiscord({ hasRateLimits: false });
  guild = discord.guild();
  channel = discord.channel({ guild });
});
afterEach(() => discord.stop());

const restAt = (token = discord.token, retryPausesMs: readonly number[] = [5, 10]) =>
  createDiscordRest({ api: `${discord.url}/api`, token, retryPausesMs });
const api = () => createDiscordApi(restAt());
const send = (content = "olá") => api().send({ channelId: channel.id, message: { content } });

async function failureOf(work: Promise<unknown>): Promise<DiscordError> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof DiscordError)) throw new Error(`not Discord's error: ${String(error)}`);
  return error;
}

test("server errors and rate limits are waited out", async () => {
  discord.fail({ failure: { kind: "status", status: 502 }, times: 2 });
  discord.fail({ failure: { kind: "rate-limit", retryAfterMs: 50, scope: "user" } });
  discord.fail({ failure: { kind: "rate-limit", retryAfterMs: 50, scope: "global" } });
  await send();
  expect(discord.calls.map(({ status }) => status)).toEqual([502, 502, 429, 429, 200]);
});

test("a Discord that goes on failing is told as such, and was asked three times with growing pauses", async () => {
  discord.fail({ failure: { kind: "status", status: 500 }, times: Infinity });
  const rest = restAt(discord.token, [50, 150]);
  const asked = rest.call({ method: "GET", path: "/users/@me", doing: "look" });
  expect(await failureOf(asked)).toMatchObject({ code: "DISCORD_UNAVAILABLE", status: 500 });
  const [first = 0, second = 0, third = 0] = discord.calls.map(({ atMs }) => atMs);
  expect(discord.calls.length).toBe(3);
  expect(second - first).toBeGreaterThan(45);
  expect(third - second).toBeGreaterThan(145);
});

test("a pause before another try ends when the call is given up", async () => {
  discord.fail({ failure: { kind: "status", status: 500 }, times: Infinity });
  const rest = restAt(discord.token, [60_000]);
  const giving = new AbortController();
  const call = { method: "GET", path: "/users/@me", doing: "look" } as const;
  const asked = rest.call({ ...call, signal: giving.signal });
  await discord.untilCall(({ status }) => status === 500);
  giving.abort(new Error("given up"));
  await expect(asked).rejects.toThrow("given up");
  expect(await failureOf(rest.call({ ...call, timeoutMs: 100 }))).toMatchObject({ status: null });
});

for (const [code, status, name] of [
  [10003, 404, "DISCORD_NO_CHANNEL"],
  [10008, 404, "DISCORD_NO_MESSAGE"],
  [50001, 403, "DISCORD_FORBIDDEN"],
  [50013, 403, "DISCORD_FORBIDDEN"],
  [99999, 400, "DISCORD_REFUSED"],
] as const) {
  test(`${code} is ${name}, asked once`, async () => {
    discord.fail({ failure: { kind: "code", code, status } });
    const error = await failureOf(send());
    expect(error).toMatchObject({ code: name, discordCode: code, status });
    expect(error.hint).toBeTruthy();
    expect(discord.calls.length).toBe(1);
  });
}

test("a form that Discord finds wrong is told field by field", async () => {
  const call = { path: `/channels/${channel.id}/messages`, doing: "send a message" } as const;
  const body = { embeds: [{ title: "x".repeat(257) }, { fields: [{ name: "", value: "v" }] }] };
  const error = await failureOf(restAt().call({ ...call, method: "POST", body }));
  expect(error).toMatchObject({ code: "DISCORD_INVALID", discordCode: 50035 });
  expect(error.message).toMatch(/embeds\[0\]\.title\[BASE_TYPE_MAX_LENGTH\].*embeds\[1\]\.fields\[0\]\.name/);
  expect(error.message).not.toContain("\n");
});

test("a call ends in its time, or when it is given up, whatever Discord does", async () => {
  discord.fail({ failure: { kind: "hang" }, times: Infinity });
  const call = { method: "GET", path: "/users/@me", doing: "look" } as const;
  expect(await failureOf(restAt().call({ ...call, timeoutMs: 50 }))).toMatchObject({
    code: "DISCORD_UNREACHABLE",
    status: null,
  });
  const giving = new AbortController();
  const asked = restAt().call({ ...call, signal: giving.signal });
  giving.abort(new Error("given up"));
  await expect(asked).rejects.toThrow("given up");
});

test("a wait for a rate limit ends in its time, too", async () => {
  discord.fail({ failure: { kind: "rate-limit", retryAfterMs: 60_000, scope: "user" } });
  const call = { method: "GET", path: "/users/@me", doing: "look", timeoutMs: 100 } as const;
  const error = await failureOf(restAt().call(call));
  expect(error).toMatchObject({ code: "DISCORD_RATE_LIMITED", status: 429 });
  expect(error.message).toContain("longer than 100 ms");
});

test("a call that hangs beside one that is limited is not taken for limited itself", async () => {
  const other = discord.channel({ guild });
  discord.fail({
    failure: { kind: "rate-limit", retryAfterMs: 60_000, scope: "user" },
    path: `/channels/${other.id}`,
  });
  discord.fail({ failure: { kind: "hang" }, path: `/channels/${channel.id}`, times: Infinity });
  const rest = restAt();
  const [limited, hanging] = await Promise.all(
    [other, channel].map(({ id }) =>
      failureOf(rest.call({ method: "GET", path: `/channels/${id}`, doing: "look", timeoutMs: 150 })),
    ),
  );
  expect([limited?.code, hanging?.code]).toEqual(["DISCORD_RATE_LIMITED", "DISCORD_UNREACHABLE"]);
});

test("a token that is refused is refused every time, and a right one goes on after a 401", async () => {
  const rest = restAt();
  discord.fail({ failure: { kind: "code", code: 0, status: 401, message: "401: Unauthorized" } });
  const look = () => rest.call({ method: "GET", path: "/users/@me", doing: "look" });
  expect(await failureOf(look())).toMatchObject({ code: "DISCORD_UNAUTHORIZED", status: 401 });
  expect(await look()).toMatchObject({ id: discord.applicationId });
  const wrong = restAt("wrong");
  for (let time = 0; time < 2; time++) {
    const asked = wrong.call({ method: "GET", path: "/users/@me", doing: "look" });
    expect(await failureOf(asked)).toMatchObject({ code: "DISCORD_UNAUTHORIZED" });
  }
});

test("what does not count as the bot's does not wait for its fifty calls a second", async () => {
  const { url, applicationId } = discord;
  const rest = createDiscordRest({ api: `${url}/api`, token: discord.token });
  const many = async (asBot: boolean) => {
    const beganMs = performance.now();
    await Promise.all(
      Array.from({ length: 70 }, (_, at) =>
        rest
          .call({
            method: "POST",
            path: `/webhooks/${applicationId}/token-${at}`,
            doing: "x",
            asBot,
            body: {},
          })
          .catch((error: unknown) => expect(error).toMatchObject({ discordCode: 10_015 })),
      ),
    );
    return performance.now() - beganMs;
  };
  expect(await many(true)).toBeGreaterThan(500);
  expect(await many(false)).toBeLessThan(500);
});

test("no error holds the token of an interaction or of the bot, whatever went wrong", async () => {
  const token = "aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4OTpzZWNyZXQ";
  const bot = "MTIwMDAwMDAwMDAwMDAwMDAwMQ.Gabc12.secret-secret-secret_1234";
  const texts: string[] = [];
  const collect = async (rest: ReturnType<typeof restAt>) => {
    const { applicationId } = discord;
    const acknowledge = async () => undefined;
    const respond = createResponder({ applicationId, token, rest, acknowledge, canEditLater: true });
    const error = await failureOf(respond.edit({ content: "x" }));
    texts.push(Bun.inspect(error), JSON.stringify(error), String(error.cause));
    return error.code;
  };
  expect(await collect(restAt(bot))).toBe("DISCORD_TOKEN_EXPIRED");
  discord.fail({ failure: { kind: "reset" }, times: 3 });
  discord.fail({ failure: { kind: "status", status: 503 }, times: 3 });
  discord.fail({
    failure: { kind: "code", code: 1, message: `Bot ${bot} at /webhooks/1/${token} is wrong` },
  });
  const codes = [await collect(restAt(bot)), await collect(restAt(bot)), await collect(restAt(bot))];
  expect(codes).toEqual(["DISCORD_UNREACHABLE", "DISCORD_UNAVAILABLE", "DISCORD_REFUSED"]);
  const nobody = createDiscordRest({ api: "http://127.0.0.1:9/api", token: bot, retryPausesMs: [] });
  expect(await collect(nobody)).toBe("DISCORD_UNREACHABLE");
  const said = texts.join("\n");
  for (const secret of [token, bot, "secret-secret", "Gabc12"]) expect(said).not.toContain(secret);
});
