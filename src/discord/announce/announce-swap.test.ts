import { afterEach, beforeEach, expect, test } from "bun:test";
import { createRecordsFolder, type RecordsFolder } from "../../records/testing/open-in-folder.ts";
import { FIRST, SAMPLE_DIFF, SECOND } from "../commands/admin/testing/admin-bench.ts";
import { DiscordError } from "../discord-error.ts";
import { createFakeDiscordApi, type FakeDiscordApiOptions } from "../testing/fake-discord-api.ts";
import { buttonsOf, textOf } from "../testing/fake-responder.ts";
import { type AnnounceSwapOptions, announceSwap } from "./announce-swap.ts";
import { type Swap, swapMessage } from "./swap-message.ts";

let folder: RecordsFolder;
let logged: string[];
beforeEach(() => {
  folder = createRecordsFolder();
  logged = [];
  folder.records.members.guilds.update("1", { announceChannel: "11" });
  folder.records.members.guilds.update("2", { announceChannel: "22", language: "en" });
  folder.records.members.guilds.update("3", { language: "en" });
});
afterEach(() => folder.remove());

const SWAP: Swap = {
  from: FIRST,
  to: SECOND,
  diff: SAMPLE_DIFF,
  gate: {
    passed: true,
    checks: [
      { name: "files", passed: true, detail: "as built" },
      { name: "golden", passed: true, detail: "18 of 18 found" },
    ],
    forced: null,
    evaluation: { questions: 18, ndcg10: 0.98765 },
  },
};

function start(options: Partial<AnnounceSwapOptions> & { failing?: FakeDiscordApiOptions["failing"] } = {}) {
  const { failing, ...more } = options;
  const api = createFakeDiscordApi(failing ? { failing } : {});
  const write = (_: object, message: string) => void logged.push(message);
  const announce = () =>
    announceSwap({
      api,
      records: folder.records.members,
      swap: SWAP,
      mayOperate: (guildId) => guildId === "1",
      now: folder.clock,
      signal: new AbortController().signal,
      log: { debug: write, info: write, warn: write, error: write },
      ...more,
    });
  return { api, announce };
}

const refused = (discordCode: number) =>
  new DiscordError({
    code: "DISCORD_REFUSED",
    message: `refused: ${discordCode}`,
    hint: "look",
    discordCode,
    status: 403,
  });

test("each server with a channel is told once, in its language, what changed and what the gate found", async () => {
  const { api, announce } = start();
  expect(await announce()).toEqual({ told: 2, failed: 0 });
  const [portuguese, english] = api.posted;
  expect([portuguese?.channelId, english?.channelId]).toEqual(["11", "22"]);
  const text = textOf(portuguese?.message ?? null);
  for (const part of [
    "O índice em serviço mudou",
    "Lei nova",
    "• 1 alterado: Art. 49",
    "✓ arquivos · ✓ perguntas de referência",
    "perguntas: 18 · nDCG@10: 0,988",
  ])
    expect(text).toContain(part);
  expect(textOf(english?.message ?? null)).toContain("The index in service has changed");
  // Only a server that operates the index is offered the button.
  expect(buttonsOf(portuguese?.message ?? null)).toEqual([
    { customId: "rollback:222222222222:111111111111", label: `Voltar a ${FIRST.tag}` },
  ]);
  expect(buttonsOf(english?.message ?? null)).toEqual([]);
});

test("the same swap is not told again by another process or after a restart; going back is", async () => {
  await start().announce();
  const other = start({ records: folder.open().members });
  expect(await other.announce()).toEqual({ told: 0, failed: 0 });
  expect(other.api.calls).toEqual([]);
  const back = start({ swap: { ...SWAP, from: SECOND, to: FIRST } });
  expect(await back.announce()).toEqual({ told: 2, failed: 0 });
  expect(await start().announce()).toEqual({ told: 2, failed: 0 });
});

test("a channel that is gone is forgotten, and the others are told", async () => {
  const { announce } = start({
    failing: ({ channelId }) => {
      if (channelId === "11") throw refused(10_003);
    },
  });
  expect(await announce()).toEqual({ told: 1, failed: 1 });
  expect(folder.records.members.guilds.get("1").announceChannel).toBeNull();
  expect(logged).toEqual(["the channel for announcements is gone: the server is told of no more swaps"]);
});

test("a channel without permission is kept, and may be told once it has been given", async () => {
  let mayWrite = false;
  const { announce } = start({
    failing: ({ channelId }) => {
      if (channelId === "11" && !mayWrite) throw refused(50_013);
    },
  });
  expect(await announce()).toEqual({ told: 1, failed: 1 });
  expect(folder.records.members.guilds.get("1").announceChannel).toBe("11");
  mayWrite = true;
  expect(await announce()).toEqual({ told: 1, failed: 0 });
});

test("what may have been sent though nothing was heard of it is not sent twice", async () => {
  const { announce } = start({
    failing: () => {
      throw new DiscordError({ code: "DISCORD_UNREACHABLE", message: "no answer", hint: "wait" });
    },
  });
  expect(await announce()).toEqual({ told: 0, failed: 2 });
  expect(await start().announce()).toEqual({ told: 0, failed: 0 });
});

test("it never throws, whatever the records do", async () => {
  folder.records.close();
  expect(await start().announce()).toEqual({ told: 0, failed: 0 });
  expect(logged).toEqual(["a swap could not be announced in Discord"]);
  folder.open();
});

test("what cannot be compared, is the same, was forced or is the first is said", () => {
  const text = (swap: Partial<Swap>) => textOf(swapMessage({ ...SWAP, ...swap }, "en", true));
  expect(text({ diff: null })).toContain("could not be compared");
  const same = { added: [], removed: [], renamed: [], changed: [], unchanged: 2 };
  expect(text({ diff: same })).toContain("The documents are the same");
  const forced = { reason: "*80* laws\nare gone", at: "2026-05-20T12:00:00Z" };
  expect(text({ gate: { passed: false, checks: [], forced, evaluation: null } })).toContain(
    "Published by force: \\*80\\* laws are gone",
  );
  const failed = { name: "size", passed: false, detail: "half of it" } as const;
  const gate = {
    passed: false,
    checks: [...(SWAP.gate?.checks ?? []), failed],
    forced: null,
    evaluation: null,
  };
  expect(text({ gate })).toContain("✗ size: half of it\n✓ files · ✓ golden questions");
  expect(text({ from: null, gate: null })).toContain(`nothing → **${SECOND.tag}**`);
  expect(buttonsOf(swapMessage({ ...SWAP, from: null }, "en", true))).toEqual([]);
});

test("however much changed and was found, the message keeps Discord's limits", () => {
  const long = "*".repeat(3000);
  const added = Array.from({ length: 500 }, (_, i) => ({ path: `${long}${i}`, title: long, units: i }));
  const checks = (["files", "smoke", "size", "golden"] as const).map((name) => ({
    name,
    passed: false,
    detail: long,
  }));
  const evaluation = Object.fromEntries(added.map((_, i) => [`${long}${i}`, i / 7]));
  const message = swapMessage(
    {
      ...SWAP,
      diff: { added, removed: [], renamed: [], changed: [], unchanged: 0 },
      gate: { passed: false, checks, forced: { reason: long, at: "2026-05-20T12:00:00Z" }, evaluation },
    },
    "pt-BR",
    true,
  );
  const [embed] = message.embeds ?? [];
  const fields = embed?.fields ?? [];
  expect(embed?.description).toContain("linhas: `/admin diferencas`");
  expect(
    fields.every(({ name, value }) => name.length <= 256 && value.length > 0 && value.length <= 1024),
  ).toBe(true);
  const all = [embed?.title, embed?.description, ...fields.flatMap(({ name, value }) => [name, value])];
  expect(all.join("").length).toBeLessThanOrEqual(6000);
});
