import { afterEach, expect, test } from "bun:test";
import { DiscordError } from "../../discord-error.ts";
import { createFakeResponder, textOf } from "../../testing/fake-responder.ts";
import { type AdminBench, type AdminBenchOptions, createAdminBench } from "./testing/admin-bench.ts";

let bench: AdminBench;
afterEach(() => bench.close());

function start(options: AdminBenchOptions = {}): AdminBench {
  bench = createAdminBench(options);
  bench.services.api.addChannel({ id: "77", guildId: "300", name: "avisos" });
  bench.services.api.addChannel({ id: "78", guildId: "300", name: "dúvidas", kind: "forum" });
  return bench;
}
const settings = () => bench.services.records.guilds.get("300");
const refused = (discordCode: number) =>
  new DiscordError({
    code: "DISCORD_REFUSED",
    message: `refused: ${discordCode}`,
    hint: "look",
    discordCode,
    status: 403,
  });

test("without options it shows what holds, in everybody's language", async () => {
  start();
  expect(textOf((await bench.give("canais")).shown)).toContain("**Idioma**: o de cada membro");
  expect(textOf((await bench.give("canais", {}, { language: "en" })).shown)).toContain(
    "**Language**: each member's own",
  );
});

test("each option changes one thing, channels and documents by turns in and out", async () => {
  start();
  const shown = await bench.give("canais", {
    idioma: "en",
    pausa: 30,
    avisos: "77",
    responder: "78",
    canal: "77",
  });
  expect(settings()).toEqual({
    language: "en",
    autoAnswerChannels: ["78"],
    channels: ["77"],
    cooldownSeconds: 30,
    documents: [],
    announceChannel: "77",
  });
  for (const part of ["<#77>", "<#78>", "30 s", "inglês", "Salvo."])
    expect(textOf(shown.shown)).toContain(part);
  expect(shown.isEphemeral).toBe(true);
  await bench.give("canais", { canal: "77", pausa: 0, idioma: "each" });
  expect(settings()).toMatchObject({
    channels: [],
    cooldownSeconds: 0,
    language: null,
    autoAnswerChannels: ["78"],
  });
  for (const limpar of ["responder", "avisos", "pausa"]) await bench.give("canais", { limpar });
  expect(settings()).toMatchObject({ autoAnswerChannels: [], announceChannel: null, cooldownSeconds: null });
  expect(bench.services.logged[0]).toMatchObject({
    fields: { userId: "42", guildId: "300", changes: { language: "en", cooldownSeconds: 30 } },
  });
});

test("a document is one of the index, and can be taken out when the index has it no more", async () => {
  start();
  const path = bench.services.service?.lookUps.documents()[0]?.path ?? "";
  await bench.give("canais", { documento: path });
  expect(settings().documents).toEqual([path]);
  const unknown = await bench.give("canais", { documento: "leis/de/marte.pdf" });
  expect(textOf(unknown.shown)).toContain("O índice não tem");
  bench.services.records.guilds.update("300", { documents: [path, "leis/antiga.pdf"] });
  await bench.give("canais", { documento: "leis/antiga.pdf" });
  expect(settings().documents).toEqual([path]);
});

test("a channel for announcements is told that it is one; a forum is not written to", async () => {
  start();
  await bench.give("canais", { avisos: "77", responder: "78" });
  expect(bench.services.api.posted.map(({ channelId, message }) => [channelId, textOf(message)])).toEqual([
    ["77", expect.stringContaining("Este canal será avisado de cada troca do índice.")],
  ]);
  await bench.give("canais", { avisos: "77" });
  expect(bench.services.api.posted).toHaveLength(1);
});

test("the operator is told where the bot may not do what it is to do", async () => {
  start({
    api: {
      failing: ({ method, channelId }) => {
        if (method === "send") throw refused(50_013);
        if (method === "channel" && channelId === "79") throw refused(50_001);
      },
    },
  });
  const respond = await bench.give("canais", { avisos: "77", responder: "79" });
  expect(textOf(respond.shown)).toContain("O bot não pode escrever em <#77>");
  expect(textOf(respond.shown)).toContain("O bot não pode ver mensagens em <#79>");
  expect(settings()).toMatchObject({ announceChannel: "77", autoAnswerChannels: ["79"] });
});

test("a channel that could not be tried is told as not tried, and one of another server as such", async () => {
  start({
    api: {
      failing: ({ method }) => {
        if (method === "typing")
          throw new DiscordError({ code: "DISCORD_UNREACHABLE", message: "no answer", hint: "wait" });
      },
    },
  });
  bench.services.api.addChannel({ id: "80", guildId: "999" });
  const respond = await bench.give("canais", { responder: "77", avisos: "80" });
  expect(textOf(respond.shown)).toContain("Não foi possível conferir as permissões em <#77>: no answer");
  expect(textOf(respond.shown)).toContain("<#80> não é um canal deste servidor");
  expect(bench.services.api.posted).toEqual([]);
});

test("that unasked answers need the privileged intent is told, where it is missing", async () => {
  start({ readsMessages: false });
  expect(textOf((await bench.give("canais", { responder: "78" })).shown)).toContain(
    "DISCORD_MESSAGE_CONTENT",
  );
  expect(textOf((await bench.give("canais")).shown)).toContain("DISCORD_MESSAGE_CONTENT");
  bench.close();
  start({ readsMessages: true });
  expect(textOf((await bench.give("canais", { responder: "78" })).shown)).not.toContain(
    "DISCORD_MESSAGE_CONTENT",
  );
});

test("no more is kept than a message can show", async () => {
  start();
  const channels = Array.from({ length: 25 }, (_, i) => `9000000000000000${10 + i}`);
  bench.services.records.guilds.update("300", { channels, autoAnswerChannels: channels });
  expect(textOf((await bench.give("canais", { canal: "77" })).shown)).toContain("No máximo 25");
  expect(settings().channels).toHaveLength(25);
  const shown = (await bench.give("canais")).shown;
  expect(shown?.embeds?.[0]?.description).toEndWith("nenhum");
});

test("where nothing can be said later, the settings are changed and no channel is tried", async () => {
  start();
  const respond = createFakeResponder({ canEditLater: false });
  await bench.give("canais", { avisos: "77" }, { respond });
  expect(respond.acknowledged).toBe("replied");
  expect(settings().announceChannel).toBe("77");
  expect(bench.services.api.calls).toEqual([]);
});
