import { afterEach, beforeEach, expect, test } from "bun:test";
import { type FakeDiscord, startFakeDiscord } from "../../testing/discord/start-fake-discord.ts";
import type { FakeChannel, FakeUser } from "../../testing/discord/world.ts";
import { acknowledgeByRest } from "./acknowledge-by-rest.ts";
import { createDiscordRest, type DiscordRest } from "./discord-rest.ts";

let discord: FakeDiscord;
let channel: FakeChannel;
let member: FakeUser;
let rest: DiscordRest;
beforeEach(async () => {
  discord = await startFakeDiscord({ hasRateLimits: false });
  const guild = discord.guild();
  channel = discord.channel({ guild });
  member = discord.member({ guild });
  rest = createDiscordRest({ api: `${discord.url}/api`, token: discord.token });
  await rest.call({
    method: "POST",
    path: `/applications/${discord.applicationId}/commands`,
    doing: "register",
    body: { name: "eco", description: "d" },
  });
});
afterEach(() => discord.stop());

/** A member gives a command, of which the bot hears. */
async function give() {
  const told = Promise.withResolvers<{ id: string; token: string }>();
  discord.world.onEvent(({ event, data }) => {
    if (event === "INTERACTION_CREATE")
      told.resolve({ id: String(data["id"]), token: String(data["token"]) });
  });
  const outcome = discord.interact({ kind: "command", name: "eco", member, channel });
  // A test that does not wait for it has stopped Discord before it is given up.
  outcome.catch(() => undefined);
  return { outcome, ...(await told.promise) };
}
const acknowledge = ({ id, token }: { id: string; token: string }, lateMs = 0) =>
  acknowledgeByRest(
    rest,
    { id, token, receivedMs: performance.now() - lateMs },
    { body: { type: 5 }, files: [] },
  );
const attempts = () => discord.calls.filter(({ path }) => path.endsWith("/callback")).length;

for (const [name, failure, times] of [
  ["whose answer was lost", { kind: "lost-answer" }, 1],
  ["that meets a dead connection", { kind: "hang" }, 1],
  ["that Discord's servers fail to take", { kind: "status", status: 503 }, 2],
] as const) {
  test(`an acknowledgement ${name} is made all the same`, async () => {
    discord.fail({ path: /callback$/, failure, times });
    const given = await give();
    await acknowledge(given);
    expect(await given.outcome).toMatchObject({ failure: null, callback: { type: 5 } });
    expect(attempts()).toBe(times + 1);
  });
}

test("it is tried for three seconds, a few times and with growing pauses, and no longer", async () => {
  discord.fail({ path: /callback$/, failure: { kind: "status", status: 500 }, times: Infinity });
  const given = await give();
  const beganMs = performance.now();
  await expect(acknowledge(given, 1800)).rejects.toMatchObject({ code: "DISCORD_UNAVAILABLE" });
  expect(performance.now() - beganMs).toBeLessThan(1200);
  // At 0, 100, 300, 700 and 1100 ms.
  expect(attempts()).toBeGreaterThanOrEqual(4);
  expect(attempts()).toBeLessThanOrEqual(5);
});

test("when its time is over nothing is sent any more", async () => {
  discord.fail({ path: /callback$/, failure: { kind: "hang" }, times: Infinity });
  const given = await give();
  const beganMs = performance.now();
  await expect(acknowledge(given, 2800)).rejects.toMatchObject({ code: "DISCORD_UNREACHABLE" });
  expect(performance.now() - beganMs).toBeLessThan(800);
  const before = attempts();
  await expect(acknowledge(given, 3001)).rejects.toMatchObject({
    code: "DISCORD_TOO_LATE",
    discordCode: 10_062,
  });
  expect([before, attempts()]).toEqual([1, 1]);
});

test("a wait for a rate limit does not go on beyond the three seconds", async () => {
  discord.fail({
    path: /callback$/,
    failure: { kind: "rate-limit", retryAfterMs: 400, scope: "global" },
    times: Infinity,
  });
  await expect(acknowledge(await give(), 2700)).rejects.toMatchObject({ code: "DISCORD_RATE_LIMITED" });
  const before = attempts();
  await Bun.sleep(600);
  expect(attempts()).toBe(before);
});

test("what another process has acknowledged is told as such, at the first attempt", async () => {
  const given = await give();
  await acknowledge(given);
  await expect(acknowledge(given)).rejects.toMatchObject({ code: "DISCORD_ALREADY_ANSWERED" });
  expect(attempts()).toBe(2);
});
