import { afterEach, beforeEach, expect, setDefaultTimeout, test } from "bun:test";
import { textOf } from "../../../testing/discord/fake-message.ts";
import { type FakeDiscord, startFakeDiscord } from "../../../testing/discord/start-fake-discord.ts";
import type { FakeChannel, FakeGuild, FakeUser } from "../../../testing/discord/world.ts";
import { silentLog } from "../../../testing/silent-log.ts";
import { announceSwap } from "../../announce/announce-swap.ts";
import type { Interaction } from "../../interaction.ts";
import type { Responder } from "../../responder.ts";
import { createDiscordApi } from "../../send/create-discord-api.ts";
import { createDiscordRest } from "../../send/discord-rest.ts";
import { createInteractionsHandler } from "../../transport/http/create-interactions-handler.ts";
import { privacyButtons, privacyCommand } from "../privacy.ts";
import { createAdmin } from "./create-admin.ts";
import {
  type AdminBench,
  createAdminBench,
  FIRST,
  REFUSED,
  SAMPLE_DIFF,
  SECOND,
} from "./testing/admin-bench.ts";

setDefaultTimeout(20_000);

let discord: FakeDiscord;
let guild: FakeGuild;
let channel: FakeChannel;
let manager: FakeUser;
let member: FakeUser;
let bench: AdminBench;
let endpoint: ReturnType<typeof Bun.serve>;
const answering = new Set<Promise<void>>();

beforeEach(async () => {
  discord = await startFakeDiscord({ hasRateLimits: false });
  guild = discord.guild();
  channel = discord.channel({ guild });
  manager = discord.member({ guild, permissions: ["ManageGuild"] });
  member = discord.member({ guild });
  const rest = createDiscordRest({ api: `${discord.url}/api`, token: discord.token });
  const { command, components } = createAdmin();
  await rest.call({
    method: "PUT",
    path: `/applications/${discord.applicationId}/commands`,
    doing: "register commands",
    body: [command.definition, privacyCommand.definition],
  });
  bench = createAdminBench({
    operators: [guild.id],
    operations: {
      startBuild: async () => ({ id: "job-1", url: "https://hub.example/jobs/1" }),
      followBuild: async ({ onState }) => {
        onState("RUNNING");
        return { state: "ERROR", logTail: ["the *disk* is full", "```", "@everyone"] };
      },
      unanswered: () => [
        {
          question: "@everyone =1+1 ||quem||?",
          language: "pt-BR",
          revision: "r",
          count: 3,
          firstAt: "2026-05-01T00:00:00Z",
          lastAt: "2026-05-02T00:00:00Z",
        },
      ],
      spend: () => [{ day: "2026-05-24", costUsd: 0.5, answers: 3 }],
    },
  });
  const services = { ...bench.services, api: createDiscordApi(rest), applicationId: discord.applicationId };
  const commands = [command, privacyCommand];
  const handlers = [...components, privacyButtons];
  async function answer(interaction: Interaction, respond: Responder): Promise<void> {
    if (interaction.kind === "command" || interaction.kind === "autocomplete") {
      const found = commands.find(({ definition }) => definition.name === interaction.name);
      if (interaction.kind === "command") await found?.run(interaction, respond, services);
      else await found?.complete?.(interaction, respond, services);
    } else {
      const prefix = interaction.customId.split(":")[0];
      await handlers.find((one) => one.prefix === prefix)?.run(interaction, respond, services);
    }
  }
  const handle = await createInteractionsHandler({
    applicationId: discord.applicationId,
    publicKeyHex: discord.publicKeyHex,
    rest,
    canEditLater: () => true,
    log: silentLog,
    handle(interaction, respond) {
      const answered = answer(interaction, respond);
      answering.add(answered);
      return answered;
    },
  });
  endpoint = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: handle });
});
afterEach(async () => {
  await Promise.all(answering);
  answering.clear();
  bench.close();
  await endpoint.stop(true);
  await discord.stop();
});

const via = () => ({ http: endpoint.url.href });

async function give(subcommand: string, options: Record<string, string | number> = {}, locale = "pt-BR") {
  const spec = { kind: "command", member: manager, channel, name: "admin", via: via() } as const;
  const outcome = await discord.interact({ ...spec, subcommand, options, locale });
  expect(outcome.failure).toBeNull();
  return { outcome, message: await outcome.untilMessage() };
}

const press = (message: { id: string }, button: string, who = manager) =>
  discord.interact({ kind: "button", member: who, channel, message, button, via: via() });

test("every subcommand is registered, answered, and seen by the one who gave it alone, in both languages", async () => {
  for (const [subcommand, title] of [
    ["revisoes", "Índices publicados"],
    ["diferencas", "O que mudou"],
    ["lacunas", "Perguntas sem resposta nos documentos"],
    ["custo", "Custo dos modelos"],
    ["canais", "Este servidor"],
  ] as const) {
    const { message } = await give(subcommand);
    expect(message.embeds[0]?.title).toBe(title);
    expect(message.visibleTo).toBe(manager.id);
    expect(message.pinged).toMatchObject({ everyone: false, userIds: [], roleIds: [] });
  }
  expect((await give("gaps", {}, "en-US")).message.embeds[0]?.title).toBe(
    "Questions that the documents did not answer",
  );
  const { message } = await give("diferencas", { de: FIRST.tag });
  expect(message.attachments.map(({ name }) => name)).toEqual(["diferencas.txt"]);
});

test("a member without the permission is not even offered the command", async () => {
  const spec = { kind: "command", member, channel, name: "admin", subcommand: "custo", via: via() } as const;
  expect(discord.interact(spec)).rejects.toThrow();
});

test("a roll-back is confirmed by a button, and done", async () => {
  const { message } = await give("voltar");
  const done = await press(message, "Voltar");
  await discord.until(
    () => (textOf(done.message() ?? message).includes("→ **") ? true : null),
    "the outcome of the roll-back",
  );
  expect(bench.deeds).toEqual([`rollback ${FIRST.tag}`]);
  expect(done.message()?.components).toEqual([]);
});

test("force is asked for by a form, whose reason is kept", async () => {
  const { message } = await give("publicar", { etiqueta: REFUSED.tag });
  const of = await press(message, "Publicar à força…");
  const fields = { Motivo: "as leis revogadas saíram" };
  const sent = await discord.interact({ kind: "modal", member: manager, of, fields, via: via() });
  expect(sent.failure).toBeNull();
  await discord.until(() => bench.deeds[0] ?? null, "the promotion");
  expect(bench.deeds).toEqual([`promote ${REFUSED.tag}: as leis revogadas saíram`]);
});

test("tags are offered while they are typed", async () => {
  const outcome = await discord.interact({
    kind: "autocomplete",
    member: manager,
    channel,
    name: "admin",
    subcommand: "publicar",
    focused: { name: "etiqueta", value: "2026052" },
    via: via(),
  });
  expect(outcome.failure).toBeNull();
});

test("a build's log in the channel pings nobody and stays in its block", async () => {
  const { outcome } = await give("reindexar");
  const message = await outcome.untilMessage((one) => textOf(one).includes("disk"));
  expect(message.visibleTo).toBeNull();
  expect(message.pinged.everyone).toBe(false);
  expect(textOf(message).match(/```/g)).toHaveLength(2);
});

test("a channel for announcements is tried as it is named, and told of a swap with a button", async () => {
  const closed = discord.channel({ guild, bot: { deny: ["SendMessages"] } });
  const hidden = discord.channel({ guild, bot: { deny: ["ViewChannel"] } });
  expect(textOf((await give("canais", { avisos: closed.id, responder: hidden.id })).message)).toContain(
    `escrever em <#${closed.id}>`,
  );
  await give("canais", { avisos: channel.id, idioma: "en" });
  await discord.untilMessage(channel, (one) => textOf(one).includes("told of every swap"));
  await announceSwap({
    api: createDiscordApi(createDiscordRest({ api: `${discord.url}/api`, token: discord.token })),
    records: bench.services.records,
    swap: { from: FIRST, to: SECOND, diff: SAMPLE_DIFF, gate: null },
    mayOperate: () => true,
    now: () => new Date(),
    signal: new AbortController().signal,
    log: silentLog,
  });
  const told = await discord.untilMessage(channel, (one) => textOf(one).includes(SECOND.tag));
  const refused = await press(told, `Roll back to ${FIRST.tag}`, member);
  expect(textOf(refused.messages()[0] ?? told)).toContain("Gerenciar servidor");
  const offered = await press(told, `Roll back to ${FIRST.tag}`);
  await press(await offered.untilMessage(), "Voltar");
  await discord.until(() => bench.deeds[0] ?? null, "the roll-back");
  expect(bench.deeds).toEqual([`rollback ${FIRST.tag}`]);
});

test("a member has what is kept of them, and deletes it", async () => {
  const spec = { kind: "command", member, channel, name: "privacidade", via: via() } as const;
  const overview = await (await discord.interact(spec)).untilMessage();
  expect(overview.visibleTo).toBe(member.id);
  const exported = await press(overview, "Exportar", member);
  expect((await exported.untilMessage()).attachments.map(({ name }) => name)).toEqual(["meus-dados.json"]);
  const asked = await press(overview, "Apagar", member);
  const erased = await press(await asked.untilMessage(), "Apagar de vez", member);
  expect(textOf((await erased.untilMessage()) ?? overview)).toContain("Não havia nada seu guardado");
});
