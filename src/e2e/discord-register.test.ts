import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type FakeDiscord, startFakeDiscord } from "../testing/discord/start-fake-discord.ts";
import { discordEnvironment } from "../testing/discord-space.ts";
import { stateAt } from "../testing/published-state.ts";
import { runVade } from "../testing/run-vade.ts";

setDefaultTimeout(60_000);

const COMMANDS = [
  ...["perguntar", "Responder com a lei", "buscar", "artigo", "sumula", "fontes"],
  ...["status", "privacidade", "admin", "ajuda"],
];
const dir = mkdtempSync(join(tmpdir(), "vademecum-register-"));
let discord: FakeDiscord;

beforeAll(async () => {
  discord = await startFakeDiscord();
});
afterAll(async () => {
  await discord.stop();
  rmSync(dir, { recursive: true, force: true });
});

function register(args: readonly string[], env: Record<string, string> = {}) {
  const at = stateAt(dir);
  const given = { ...at.env, ...discordEnvironment(discord), ...env };
  return runVade(["discord", "register", ...args], { ...at, env: given });
}
const writes = () => discord.calls.filter(({ method }) => method !== "GET").length;
const named = (guildId: string | null) => discord.commands(guildId).map(({ name }) => String(name));

test("what would be registered is printed, then it is done, and again it changes nothing", async () => {
  const dry = await register(["--dry-run"]);
  expect(dry).toMatchObject({ exitCode: 0, stderr: "" });
  expect(dry.stdout).toContain(`new        ${COMMANDS.join(", ")}`);
  expect(dry.stdout).toContain("nothing was changed");
  expect([writes(), named(null)]).toEqual([0, []]);

  const done = await register(["--json"]);
  expect(JSON.parse(done.stdout)).toEqual({
    ...{ guild: null, dry_run: false, created: COMMANDS, updated: [], deleted: [], unchanged: [] },
  });
  expect(named(null).toSorted()).toEqual(COMMANDS.toSorted());

  const written = writes();
  const again = await register([]);
  expect(again).toMatchObject({ exitCode: 0, stderr: "" });
  expect(again.stdout).toContain(`Discord knows all ${COMMANDS.length} commands as they are`);
  expect(writes()).toBe(written);
});

test("one server may have them alone, which changes nothing for the others", async () => {
  const guild = discord.guild();
  const before = named(null);
  const done = await register(["--guild", guild.id, "--json"]);
  expect(JSON.parse(done.stdout)).toMatchObject({ guild: guild.id, created: COMMANDS });
  expect(named(guild.id).toSorted()).toEqual(COMMANDS.toSorted());
  expect(named(null)).toEqual(before);
});

test("a token that Discord refuses, no settings, and no id of a server end with what to do", async () => {
  const refused = await register([], { DISCORD_TOKEN: "a.wrong.one" });
  expect([refused.exitCode, refused.stdout]).toEqual([1, ""]);
  expect(refused.stderr).toContain("DISCORD_UNAUTHORIZED");
  expect(refused.stderr).toContain("copy it from the developer portal");
  expect(refused.stderr).not.toContain("a.wrong.one");
  const missing = await register([], { DISCORD_TOKEN: "", DISCORD_PUBLIC_KEY: "" });
  expect(missing.exitCode).toBe(2);
  expect(missing.stderr).toContain("DISCORD_TOKEN and DISCORD_APPLICATION_ID");
  const unnamed = await register([], { DISCORD_APPLICATION_ID: "" });
  expect(unnamed.exitCode).toBe(2);
  expect(unnamed.stderr).toContain("DISCORD_APPLICATION_ID");
  const noGuild = await register(["--guild", "o meu"]);
  expect(noGuild.exitCode).toBe(2);
  expect(noGuild.stderr).toContain("17 to 20 digits");
});

test("a Discord that cannot be reached is said so", async () => {
  const run = await register([], { DISCORD_API_BASE: "http://127.0.0.1:9/api" });
  expect([run.exitCode, run.stdout]).toEqual([1, ""]);
  expect(run.stderr).toContain("DISCORD_UNREACHABLE");
});
