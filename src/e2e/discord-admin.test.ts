import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import { message as wording } from "../domain/messages.ts";
import { type FakeMessage, textOf } from "../testing/discord/fake-message.ts";
import type { FakeChannel } from "../testing/discord/world.ts";
import { type DiscordCommunity, isSettled, openCommunity, TRANSPORTS } from "../testing/discord-community.ts";
import { failing } from "../testing/fake-model-server.ts";
import { writeKiosks } from "../testing/published-state.ts";

setDefaultTimeout(60_000);

let community: DiscordCommunity;
let news: FakeChannel;

beforeAll(async () => {
  community = await openCommunity();
  news = community.discord.channel({ guild: community.guild, name: "novidades" });
});
afterAll(() => community.close());

const serving = async () => (await community.space().status()).revision?.tag;
const untilServing = (tag: string) =>
  community.space().until(`${tag} is served`, async () => (await serving()) === tag);
const holding = (text: string) => (one: FakeMessage) => isSettled(one) && textOf(one).includes(text);

describe.each([...TRANSPORTS])("by %s", (over) => {
  const admin = (subcommand: string, options: Record<string, string | number> = {}) =>
    community.give("admin", { as: community.manager, subcommand, options, over });

  test("what is published, what changed, what was not answered and what it cost are seen by operators alone", async () => {
    const { first, second } = community.published;
    const revisions = await admin("revisoes");
    expect(revisions.visibleTo).toBe(community.manager.id);
    expect(textOf(revisions)).toMatch(new RegExp(`▶ \\*\\*${second.tag}\\*\\*.*em serviço`));
    expect(textOf(revisions)).toMatch(new RegExp(`${first.tag}.*aprovado.*antes deste`));

    const changes = await admin("diferencas", { de: first.tag, para: second.tag });
    expect(textOf(changes)).toContain("Art. 2º");
    expect(textOf(changes)).toContain("Art. 4º");
    const file = new TextDecoder().decode(changes.attachments[0]?.bytes);
    expect(file).toContain("décimo");

    const unknown = textOf(await admin("diferencas", { de: "idx-nenhum" }));
    expect(unknown).toContain("idx-nenhum");
    expect(unknown).toContain(wording("pt-BR", "discordAdminTagUnknownTitle"));

    const question = "qual a receita de bolo de fubá?";
    await community.ask(question, { over });
    const gaps = await admin("lacunas");
    expect(textOf(gaps)).toContain(question);
    const [csv] = gaps.attachments;
    expect(csv?.name).toBe("lacunas.csv");
    const [head, ...rows] = new TextDecoder().decode(csv?.bytes).trimEnd().split("\r\n");
    expect(head).toStartWith('"pergunta","vezes",');
    expect(rows.filter((row) => row.startsWith(`"${question}",`))).toHaveLength(1);

    community.answerBy(() => ({
      steps: [
        { say: "O aluguel é pago “até o décimo dia útil de cada mês” [1]." },
        { finish: "stop" },
        { usage: { prompt_tokens: 900, completion_tokens: 40, cost: 0.25 } },
        { done: true },
      ],
    }));
    const costly = over === "http" ? "qual a multa do quiosque?" : "até que dia o quiosque paga aluguel?";
    await community.ask(costly, { over });
    expect(textOf(await admin("custo"))).toContain(over === "http" ? "0,5000" : "0,2500");
  });

  test("a roll-back and a promotion are confirmed, done, and answered from", async () => {
    const { first, second } = community.published;
    const offer = await admin("voltar");
    expect(textOf(offer)).toContain(`Voltar a ${first.tag}?`);
    const refused = await community.press(offer, "Cancelar", community.manager, over);
    await refused.untilMessage(holding(wording("pt-BR", "discordAdminCancelled")));
    expect(await serving()).toBe(second.tag);

    const again = await admin("voltar");
    const done = await community.press(again, "Voltar", community.manager, over);
    await done.untilMessage(holding(`→ **${first.tag}**`));
    await untilServing(first.tag);
    const options = { lei: "Lei 77", artigo: "2" };
    expect(textOf(await community.give("artigo", { over, options }))).toContain("quinto dia útil");

    const tags = await community.offered("admin", {
      ...{ as: community.manager, subcommand: "publicar", over },
      focused: { name: "etiqueta", value: second.tag.slice(-7) },
    });
    expect(tags.map(({ value }) => value)).toEqual([second.tag]);
    const promotion = await admin("publicar", { etiqueta: second.tag });
    const promoted = await community.press(promotion, "Publicar", community.manager, over);
    await promoted.untilMessage(holding(`→ **${second.tag}**`));
    await untilServing(second.tag);
    expect(textOf(await community.give("artigo", { over, options }))).toContain("décimo dia útil");
  });

  test("what holds in a server is shown and changed", async () => {
    const only = community.discord.channel({ guild: community.guild });
    const saved = await admin("canais", { canal: only.id, pausa: 7 });
    expect(textOf(saved)).toContain(wording("pt-BR", "discordSettingsSaved"));
    expect(textOf(await admin("canais"))).toContain(`<#${only.id}>`);
    const refused = await community.ask("quando é lícito o uso de algemas?", { over });
    expect(textOf(refused)).toContain(`perguntas são feitas em <#${only.id}>`);
    await admin("canais", { limpar: "canal" });
    await admin("canais", { limpar: "pausa" });
    expect(textOf(await admin("canais"))).not.toContain(only.id);
  });
});

test("a swap is announced in the channel that was named, with a button that rolls it back", async () => {
  const { discord, manager } = community;
  const { first, second } = community.published;
  await community.give("admin", { as: manager, subcommand: "canais", options: { avisos: news.id } });
  await discord.untilMessage(news, (one) =>
    textOf(one).includes(wording("pt-BR", "discordSettingsAnnounceTest")),
  );
  const offer = await community.give("admin", { as: manager, subcommand: "voltar" });
  await community.press(offer, "Voltar", manager);
  const told = await discord.untilMessage(news, holding(`→ **${first.tag}**`), 15_000);
  for (const part of ["Lei nº 77/2001", "Art. 2º", "Art. 4º", "✓"]) expect(textOf(told)).toContain(part);
  await untilServing(first.tag);

  const refused = await community.press(told, `Voltar a ${second.tag}`, community.newcomer());
  expect(textOf(await refused.untilMessage())).toContain("Gerenciar servidor");
  const offered = await community.press(told, `Voltar a ${second.tag}`, manager);
  await community.press(await offered.untilMessage(holding(second.tag)), "Voltar", manager);
  await untilServing(second.tag);
  await discord.untilMessage(news, holding(`→ **${second.tag}**`), 15_000);
  const late = await (await community.press(told, `Voltar a ${second.tag}`, manager)).untilMessage();
  expect(textOf(late)).toContain(wording("pt-BR", "discordSwapMovedTitle"));
});

test("a member who manages nothing, and a server that operates nothing, are refused", async () => {
  const { discord } = community;
  const foreign = discord.guild();
  const channel = discord.channel({ guild: foreign });
  const as = discord.member({ guild: foreign, permissions: ["ManageGuild"] });
  for (const subcommand of ["voltar", "reindexar", "lacunas", "custo"]) {
    const refused = await community.give("admin", { as, channel, subcommand });
    expect(textOf(refused)).toContain(`DISCORD_OPERATOR_GUILDS=${foreign.id}`);
    expect(refused.visibleTo).toBe(as.id);
  }
});

test("an answer that is being written while the index is swapped is of one revision only", async () => {
  const { first, second } = community.published;
  const writing = Promise.withResolvers<void>();
  const go = Promise.withResolvers<void>();
  const text = "O aluguel é pago “até o décimo dia útil de cada mês” [1].";
  community.answerBy(() => {
    writing.resolve();
    return { steps: [{ until: go.promise }, { say: text }, { finish: "stop" }, { done: true }] };
  });
  const pending = community.ask("o quiosque deve o aluguel até que dia?");
  await writing.promise;
  const offer = await community.give("admin", { as: community.manager, subcommand: "voltar" });
  await community.press(offer, "Voltar", community.manager);
  await untilServing(first.tag);
  go.resolve();
  const answer = textOf(await pending);
  expect(answer).toContain("décimo dia útil");
  expect(answer).toContain(second.tag);
  expect(answer).toContain(second.revision);
  expect(answer).not.toContain(first.revision);
  community.answerBy(() => failing(402, "no credit"));
  const later = textOf(await community.ask("até que dia o quiosque paga aluguel?"));
  expect(later).toContain("quinto dia útil");
  expect(later).not.toContain(second.revision);
});

test("a build is ordered, followed in its message, and served as soon as it has ended", async () => {
  const { manager, dir, published } = community;
  // After a roll-back the same documents are held back: something has to change.
  const docs = join(dir, "docs_rag");
  await writeKiosks(docs, "third");
  await community.vade("docs", "push", docs);
  const outcome = await community.start("admin", { as: manager, subcommand: "reindexar" });
  const done = await outcome.untilMessage((one) => /Pronto em|Terminou/.test(textOf(one)), 40_000);
  expect(textOf(done)).toContain("Pronto em");
  expect(done.visibleTo).toBeNull();
  expect(done.history.some((text) => /Job \S+: RUNNING/.test(text))).toBe(true);
  const known = [published.first.tag, published.second.tag];
  await community
    .space()
    .until("the new one is served", async () => !known.includes(String(await serving())));
  const options = { lei: "Lei 77", artigo: "5" };
  expect(textOf(await community.give("artigo", { options }))).toContain("gratuito para idosos");
});

test("over HTTP a build is ordered and followed as well; of the same documents nothing new is made", async () => {
  const before = await serving();
  const outcome = await community.start("admin", {
    as: community.manager,
    subcommand: "reindexar",
    over: "http",
  });
  const done = await outcome.untilMessage((one) => /Pronto em|Terminou/.test(textOf(one)), 40_000);
  expect(textOf(done)).toContain("Pronto em");
  expect(await serving()).toBe(before);
});
