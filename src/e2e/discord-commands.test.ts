import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { message as wording } from "../domain/messages.ts";
import { NOBODY, textOf } from "../testing/discord/fake-message.ts";
import {
  type DiscordCommunity,
  isSettled,
  MODEL_SAYS,
  openCommunity,
  TRANSPORTS,
} from "../testing/discord-community.ts";
import { PUBLIC_URL } from "../testing/discord-space.ts";
import { type FakeReply, type FakeRequest, failing, saying } from "../testing/fake-model-server.ts";

setDefaultTimeout(60_000);

const KIOSKS = "docs_rag/leis/quiosques.rtf";
const WRIT = /Lei do Mandado de Segurança/;

const FINE = "O atraso custa “multa de dez por cento” [1].";
const MORE = ["O quiosque paga aluguel [1].", "O atraso custa multa [1].", "A multa é de dez por cento [1]."];

let community: DiscordCommunity;

beforeAll(async () => {
  community = await openCommunity();
});
afterAll(async () => {
  const { discord, channel, asked } = community;
  const space = community.space();
  // What any of the tests below did pinged nobody, broke none of Discord's rules, and left no question in the log.
  const pinged = [...discord.world.messages.values()]
    .flat()
    .filter(({ authorId, pinged: who }) => authorId === discord.world.bot.id && !Bun.deepEquals(who, NOBODY));
  const refused = discord.calls.filter(
    ({ status, path }) => (status ?? 0) >= 400 && !path.includes("/webhooks/"),
  );
  const thinking = discord.messages(channel.id).filter(({ isLoading }) => isLoading);
  const log = space.stderr();
  const isAlive = space.isAlive();
  await community.close();
  expect([pinged, refused, thinking, isAlive]).toEqual([[], [], [], true]);
  expect(asked.filter((question) => log.includes(question))).toEqual([]);
  expect(log).not.toMatch(/"level":[56]0/);
});

/** A text that takes some seconds to be written. */
const slowly = (text: string): FakeReply => ({
  steps: [
    ...text.split(/(?<= )/).flatMap((say) => [{ waitMs: 80 }, { say }]),
    { finish: "stop" },
    { done: true },
  ],
});

/** All passages that the model was given, quoted word for word: a long answer. */
const quotingAll = ({ messages }: FakeRequest): FakeReply => {
  const given = messages.at(-1)?.content ?? "";
  const passages = given.matchAll(/<trecho numero="(\d+)"[^>]*>\n([\s\S]*?)\n<\/trecho>/g);
  return saying(
    [...passages].map(([, number, text]) => `“${text?.replace(/\s+/g, " ")}” [${number}].`).join("\n\n"),
  );
};

describe.each([...TRANSPORTS])("by %s", (over) => {
  const isGateway = over === "gateway";

  test("an answer is shown while a model writes it, at most one edit a second, and settled with its sources", async () => {
    community.answerBy(() => slowly([MODEL_SAYS, FINE, ...MORE].join(" ")));
    const question = isGateway
      ? "até que dia o quiosque paga aluguel?"
      : "qual é a multa pelo atraso do aluguel do quiosque?";
    const since = performance.now();
    const message = await community.ask(question, { over });
    expect(message.history.some((text) => text.includes(wording("pt-BR", "discordDraftNote")))).toBe(true);
    const edits = community.discord.calls.filter(
      ({ method, path, atMs, status }) =>
        method === "PATCH" && path.includes("@original") && atMs >= since && (status ?? 0) < 400,
    );
    expect(edits.length).toBeGreaterThanOrEqual(3);
    const gaps = edits.slice(1).map(({ atMs }, i) => atMs - (edits[i]?.atMs ?? 0));
    expect(gaps.filter((gap) => gap < 950)).toEqual([]);

    const text = textOf(message);
    expect(text).toContain("até o décimo dia útil de cada mês");
    expect(text).toContain("multa de dez por cento");
    expect([message.visibleTo, text.includes(wording("pt-BR", "discordDraftNote"))]).toEqual([null, false]);
    const link = new RegExp(`\\[\\\\\\[1\\\\\\]\\]\\(${PUBLIC_URL}(/fonte/[^)]+)\\)`).exec(text)?.[1] ?? "";
    expect(link).toContain(community.published.second.revision);
    expect(decodeURIComponent(link)).toEndWith(`${KIOSKS}#art2`);
    const page = await fetch(`${community.space().url}${link}`);
    expect([page.status, (await page.text()).includes("décimo dia útil")]).toEqual([200, true]);
    // What leads to this machine alone is no link to give to members.
    expect(text).not.toContain("127.0.0.1");
  });

  test("without the model the passages answer, and it is said", async () => {
    community.answerBy(() => failing(402, "no credit"));
    const question = isGateway
      ? "quem pode impetrar mandado de segurança coletivo?"
      : "qual é o prazo para requerer mandado de segurança?";
    const text = textOf(await community.ask(question, { over }));
    expect(text).toMatch(WRIT);
    expect(text).toContain("sem modelo de linguagem");
    expect(text).toMatch(/p\. \d/);
  });

  test("what the documents do not say is refused, and what is nearest is shown", async () => {
    const text = textOf(await community.ask(`qual a receita de bolo de fubá ${over}?`, { over }));
    expect(text).toContain(wording("pt-BR", "notFound"));
    expect(text).toContain("O que há de mais próximo");
  });

  test("a private answer is seen by its asker alone, and one of a chosen document comes from it", async () => {
    const as = community.newcomer();
    const question = "quando é lícito o uso de algemas?";
    const message = await community.ask(question, { as, over, options: { privado: true } });
    expect([textOf(message).includes("receio de fuga"), message.visibleTo]).toEqual([true, as.id]);

    const focused = { name: "documento", value: "mandado" };
    const choices = await community.offered("perguntar", { over, options: { pergunta: "x" }, focused });
    expect(choices[0]?.name).toMatch(WRIT);
    const documento = choices[0]?.value ?? "";
    const chosen = await community.ask(question, { over, options: { documento } });
    expect(textOf(chosen)).not.toContain("receio de fuga");
    expect(textOf(chosen)).toMatch(WRIT);
  });

  test("a message of another member is answered from its menu", async () => {
    const { discord, channel } = community;
    const content = "Alguém sabe quando é lícito o uso de algemas?";
    const message = discord.say({ channel, author: community.newcomer(), content });
    const member = community.newcomer();
    const name = "Responder com a lei";
    const about = { member, channel, message, via: community.via(over) };
    const outcome = await discord.interact({ kind: "message-command", name, ...about });
    expect(textOf(await outcome.untilMessage(isSettled, 15_000))).toContain("receio de fuga");
  });

  test("passages are found without a model, and their pages are turned", async () => {
    const asked = community.model.requests.length;
    const as = community.newcomer();
    const options = { texto: "mandado de segurança", quantidade: 12 };
    const found = await community.give("buscar", { as, over, options });
    expect(textOf(found)).toContain("Página 1 de 3");
    const turned = await community.press(found, "Próxima", as, over);
    const second = await turned.untilMessage((one) => textOf(one).includes("Página 2 de 3"));
    expect(textOf(second)).not.toContain("\n1\\.");
    expect(community.model.requests).toHaveLength(asked);
  });

  test("an article is found by what is offered, shown word for word, and missed with a hint", async () => {
    const laws = await community.offered("artigo", { over, focused: { name: "lei", value: "77" } });
    expect(laws[0]?.name).toContain("Lei nº 77/2001");
    const lei = laws[0]?.value ?? "";
    const focused = { name: "artigo", value: "aluguel" };
    const [article] = await community.offered("artigo", { over, options: { lei }, focused });
    expect(article?.name).toContain("Art. 2º");
    const shown = await community.give("artigo", { over, options: { lei, artigo: article?.value ?? "" } });
    expect(textOf(shown)).toContain("O quiosque paga aluguel até o décimo dia útil de cada mês.");
    const missed = await community.give("artigo", { over, options: { lei, artigo: "99" } });
    expect(textOf(missed)).toContain("não tem Art. 99");
    expect(missed.visibleTo).not.toBeNull();
  });

  test("a súmula, the documents, the state and the help are shown", async () => {
    const focused = { name: "tribunal", value: "vinc" };
    const [court] = await community.offered("sumula", { over, focused });
    const options = { tribunal: court?.value ?? "", numero: "11" };
    expect(textOf(await community.give("sumula", { over, options }))).toContain("uso de algemas");
    const documents = textOf(await community.give("fontes", { over }));
    for (const part of ["Documentos no índice: 3", "Lei nº 77/2001", "PDF · 4 p."]) {
      expect(documents).toContain(part);
    }
    const status = textOf(await community.give("status", { over }));
    for (const part of [
      community.published.second.tag,
      wording("pt-BR", "discordStatusGateway"),
      wording("pt-BR", "discordStatusHttp"),
    ]) {
      expect(status).toContain(part);
    }
    const help = textOf(await community.give("ajuda", { over }));
    expect(help).toMatch(/<\/perguntar:\d+>/);
    expect(help).not.toContain("admin");
    const english = await community.give("help", { over, locale: "en-US" });
    expect(textOf(english)).toContain(wording("en", "discordHelpNotAdvice"));
  });

  test("the buttons of an answer: sources, a verdict with its reason, and a thread that remembers", async () => {
    const { discord } = community;
    const as = community.newcomer();
    community.answerBy(() => failing(402, "no credit"));
    const message = await community.ask("quando é lícito o uso de algemas?", { as, over });
    const other = community.newcomer();
    const sources = await (await community.press(message, "Fontes", other, over)).untilMessage();
    expect([textOf(sources).includes("receio de fuga"), sources.visibleTo]).toEqual([true, other.id]);
    const up = await (await community.press(message, "👍", other, over)).untilMessage();
    expect(textOf(up)).toContain(wording("pt-BR", "discordFeedbackThanks"));

    const down = await (await community.press(message, "👎", as, over)).untilMessage();
    const form = await community.press(down, "Dizer por quê", as, over);
    const fields = { "Motivo (opcional)": `faltou a exceção (${over})` };
    const sent = await discord.interact({
      kind: "modal",
      member: as,
      of: form,
      fields,
      via: community.via(over),
    });
    await sent.untilMessage((one) => textOf(one).includes("O motivo foi registrado"));

    const opened = await (await community.press(message, "Continuar", as, over)).untilMessage();
    const thread = { id: /<#(\d+)>/.exec(textOf(opened))?.[1] ?? "" };
    expect(discord.world.channels.get(thread.id)?.name).toBe("quando é lícito o uso de algemas?");
    community.answerBy(() =>
      saying("A súmula exige que a excepcionalidade seja justificada “por escrito” [1]."),
    );
    const content = `e precisa de justificativa por escrito, por ${over}?`;
    const said = discord.say({ channel: thread, author: as, content });
    const reply = await discord.untilMessage(
      thread,
      (one) => one.replyTo === said.id && isSettled(one),
      15_000,
    );
    expect(textOf(reply)).toMatch(/algemas|por escrito/);
    const refused = await (await community.press(message, "Continuar", other, over)).untilMessage();
    expect(textOf(refused)).toContain(wording("pt-BR", "discordThreadOtherAsker"));
  });

  test("a long answer is paged by its buttons, and nothing of it is cut", async () => {
    community.answerBy(quotingAll);
    const question = isGateway
      ? "quem pode impetrar mandado de segurança coletivo, e com que efeitos?"
      : "como o juiz despacha a inicial do mandado de segurança e concede a liminar?";
    const as = community.newcomer();
    const first = await community.ask(question, { as, over });
    const pages = [textOf(first)];
    expect(pages[0]).toContain("1 de ");
    const count = Number(/1 de (\d+)/.exec(pages[0] ?? "")?.[1]);
    for (let page = 2; page <= count; page++) {
      const turned = await community.press(first, "▶", as, over);
      const shown = await turned.untilMessage((one) => textOf(one).includes(`${page} de ${count}`));
      pages.push(textOf(shown));
    }
    expect(pages.length).toBeGreaterThan(1);
    const asked = community.model.requests.at(-1)?.messages.at(-1)?.content ?? "";
    const words = (text: string) => text.match(/[\p{L}\p{N}]{5,}/gu) ?? [];
    const shown = new Set(words(pages.join("\n")));
    const quoted = [...asked.matchAll(/<trecho numero[^>]*>\n([\s\S]*?)\n<\/trecho>/g)].map(
      ([, text]) => text ?? "",
    );
    expect(words(quoted.join("\n")).filter((word) => !shown.has(word))).toEqual([]);
  });
});
