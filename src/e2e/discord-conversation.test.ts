import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { message as wording } from "../domain/messages.ts";
import { type FakeMessage, textOf } from "../testing/discord/fake-message.ts";
import type { FakeUser } from "../testing/discord/world.ts";
import { type DiscordCommunity, isSettled, openCommunity, TRANSPORTS } from "../testing/discord-community.ts";
import { failing, saying } from "../testing/fake-model-server.ts";

setDefaultTimeout(60_000);

const HANDCUFFS = "quando é lícito o uso de algemas?";
const ANSWER = /receio de fuga/;
const WRITTEN = /excepcionalidade é justificada/;

let community: DiscordCommunity;

beforeAll(async () => {
  community = await openCommunity();
  community.answerBy(() => failing(402, "no credit"));
});
afterAll(() => community.close());

function say(channel: { id: string }, author: FakeUser, content: string, mentionsBot = false): FakeMessage {
  const mentions = mentionsBot ? [community.discord.world.bot] : [];
  return community.discord.say({ channel, author, content, mentions });
}
const replyTo = (said: FakeMessage, timeoutMs = 15_000) =>
  community.discord.untilMessage(
    { id: said.channelId },
    (one) => one.replyTo === said.id && isSettled(one),
    timeoutMs,
  );

test("a mention is answered, and a bare one with how to ask", async () => {
  const { channel } = community;
  expect(textOf(await replyTo(say(channel, community.newcomer(), HANDCUFFS, true)))).toMatch(ANSWER);
  const bare = await replyTo(say(channel, community.newcomer(), "", true));
  expect(textOf(bare)).toContain(wording("pt-BR", "discordConversationHowTo"));
  const greeted = await replyTo(say(channel, community.newcomer(), "oi, tudo bem?", true));
  expect(textOf(greeted)).toBe(textOf(bare));
});

test("a direct message is a conversation, whose follow-up keeps the subject", async () => {
  const member = community.newcomer();
  const direct = community.discord.channel({ type: "dm", with: member });
  community.answerBy(() => saying("O aluguel é pago “até o décimo dia útil de cada mês” [1]."));
  const first = await replyTo(say(direct, member, "até que dia o quiosque da Lei 77 paga aluguel?"));
  expect(textOf(first)).toContain("décimo dia útil");
  const before = community.model.requests.length;
  community.answerBy(() => saying("O atraso custa “multa de dez por cento” [1]."));
  const second = await replyTo(say(direct, member, "e o parágrafo único?"));
  expect(textOf(second)).toContain("multa de dez por cento");
  const told = community.model.requests.slice(before).map(({ messages }) => JSON.stringify(messages));
  expect(told.some((text) => text.includes("77"))).toBe(true);
  community.answerBy(() => failing(402, "no credit"));
});

test("channels and forums that operators named have their questions answered, and nothing else", async () => {
  const { discord, guild, manager } = community;
  const named = discord.channel({ guild, name: "dúvidas" });
  const forum = discord.channel({ guild, type: "forum" });
  for (const { id } of [named, forum])
    await community.give("admin", { as: manager, subcommand: "canais", options: { responder: id } });
  const author = community.newcomer();
  community.answerBy(() => saying("A excepcionalidade é justificada “por escrito” [1]."));
  const chat = say(named, community.newcomer(), "bom dia a todos vocês daqui");
  const weak = say(named, community.newcomer(), "Alguém sabe qual é a receita de bolo de fubá?");
  expect(textOf(await replyTo(say(named, author, HANDCUFFS)))).toMatch(WRITTEN);
  const post = discord.post({ forum, author: community.newcomer(), title: "Algemas", content: HANDCUFFS });
  expect(textOf(await replyTo(post.message))).toMatch(WRITTEN);
  const replies = discord.messages(named.id).map((one) => one.replyTo);
  expect([replies.includes(chat.id), replies.includes(weak.id)]).toEqual([false, false]);
  const elsewhere = say(community.channel, community.newcomer(), HANDCUFFS);
  expect(discord.messages(community.channel.id).some((one) => one.replyTo === elsewhere.id)).toBe(false);
  community.answerBy(() => failing(402, "no credit"));
});

test.each([...TRANSPORTS])(
  "by %s a member has what is kept of them, and deletes every byte of it",
  async (over) => {
    const { discord, dir } = community;
    const as = community.newcomer();
    const mark = `zarabatana-${over}`;
    const question = `quando é lícito o uso de algemas com ${mark}?`;
    const message = await community.ask(question, { as, over });
    const down = await (await community.press(message, "👎", as, over)).untilMessage();
    const form = await community.press(down, "Dizer por quê", as, over);
    const fields = { "Motivo (opcional)": `esqueceu a ${mark}` };
    await discord.interact({ kind: "modal", member: as, of: form, fields, via: community.via(over) });
    const direct = discord.channel({ type: "dm", with: as });
    await replyTo(say(direct, as, `${HANDCUFFS} ${mark}`));
    const stored = () =>
      ["", "-wal"].some((suffix) => {
        const path = join(dir, "storage", `vademecum.db${suffix}`);
        return existsSync(path) && readFileSync(path).includes(mark);
      });
    expect(stored()).toBe(true);

    const overview = await community.give("privacidade", { as, over });
    expect([textOf(overview).includes("avaliações: 1"), overview.visibleTo]).toEqual([true, as.id]);
    const exported = await (await community.press(overview, "Exportar", as, over)).untilMessage(
      ({ attachments }) => attachments.length > 0,
    );
    const [file] = exported.attachments;
    const told = new TextDecoder().decode(file?.bytes);
    expect([exported.visibleTo, told.includes(question), told.includes(`esqueceu a ${mark}`)]).toEqual([
      ...[as.id, true, true],
    ]);
    expect(told).not.toContain(as.id);

    const asked = await (await community.press(overview, "Apagar", as, over)).untilMessage();
    const erased = await community.press(asked, "Apagar de vez", as, over);
    const done = await erased.untilMessage((one) => textOf(one).includes("Registros apagados"));
    expect(done.visibleTo).toBe(as.id);
    expect(stored()).toBe(false);
    const gone = await (await community.press(message, "Fontes", as, over)).untilMessage();
    expect(textOf(gone)).toContain(wording("pt-BR", "discordAskGoneTitle"));
    expect(community.space().stderr()).not.toContain(mark);
  },
);
