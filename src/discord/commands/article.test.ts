import { afterAll, afterEach, expect, test } from "bun:test";
import { openSampleService, SAMPLE_PATHS } from "../../serving/testing/sample-service.ts";
import { unitPages } from "../lookup/answer-with-unit.ts";
import { buttonsOf, createFakeResponder, textOf } from "../testing/fake-responder.ts";
import { createFakeServices, type FakeServices, type FakeServicesOptions } from "../testing/fake-services.ts";
import {
  autocompleteInteraction,
  commandInteraction,
  componentInteraction,
} from "../testing/interactions.ts";
import { articleCommand } from "./article.ts";
import { sumulaCommand } from "./sumula.ts";

const [MARCO_CIVIL, LGPD, MANDADO, TNU, BINDING] = SAMPLE_PATHS;
const sample = await openSampleService();
afterAll(() => sample.close());
const opened: FakeServices[] = [];
afterEach(() => {
  for (const services of opened.splice(0)) services.close();
});
function open(options: FakeServicesOptions = {}): FakeServices {
  const services = createFakeServices(options);
  opened.push(services);
  if (options.service === undefined) services.swap(sample);
  return services;
}

async function article(
  options: { lei: string; artigo: string; privado?: boolean },
  {
    services = open(),
    ...values
  }: { services?: FakeServices; language?: "pt-BR" | "en"; userId?: string } = {},
) {
  const responder = createFakeResponder();
  await articleCommand.run(commandInteraction({ name: "artigo", options, ...values }), responder, services);
  return responder;
}
async function sumula(tribunal: string, numero: string, services = open()) {
  const responder = createFakeResponder();
  const interaction = commandInteraction({ name: "sumula", options: { tribunal, numero } });
  await sumulaCommand.run(interaction, responder, services);
  return responder;
}
async function choices(options: Record<string, string>, focused: string, services = open()) {
  const command = "tribunal" in options ? sumulaCommand : articleCommand;
  const responder = createFakeResponder();
  const value = options[focused] ?? "";
  const { name } = command.definition;
  await command.complete?.(
    autocompleteInteraction({ name, options, focused: { name: focused, value } }),
    responder,
    services,
  );
  return responder.offered ?? [];
}
/** What Discord shows of Markdown: escapes gone. */
const read = (text: string) => text.replace(/\\([^\p{L}\p{N}\s])/gu, "$1");

test("an article is shown word for word, at once, to all, with its law", async () => {
  const responder = await article({ lei: "LGPD", artigo: "1" });
  expect(responder.acknowledged).toBe("replied");
  expect(responder.isEphemeral).toBe(false);
  const text = read(textOf(responder.shown));
  expect(text).toContain("LGPD (Lei 13.709/2018)");
  const [unit] = sample.revision.passages.findUnits(1, "art1");
  for (const line of sample.revision.passages.unitText(unit ?? -1).split("\n")) expect(text).toContain(line);
});

test("a choice that was offered and free text come to the same article", async () => {
  const free = await article({ lei: "marco civil", artigo: "art. 7º" });
  const chosen = await article({ lei: MARCO_CIVIL, artigo: "art7" });
  expect(chosen.shown?.embeds).toEqual(free.shown?.embeds);
});

test("the inciso that was asked for is shown, and one that is not there is named", async () => {
  expect(read(textOf((await article({ lei: "LGPD", artigo: "5º, II" })).shown))).toContain(
    "II - dado pessoal sensível",
  );
  const missing = read(textOf((await article({ lei: "LGPD", artigo: "5º, CXX" })).shown));
  expect(missing).toContain("Não há “CXX” em Art. 5º");
});

test("a long article is shown whole over pages whose buttons need nothing that is kept", async () => {
  let { shown } = await article({ lei: "LGPD", artigo: "5º" });
  const [unit] = sample.revision.passages.findUnits(1, "art5");
  const wanted = sample.revision.passages.unitText(unit ?? -1).split(/\s+/);
  let pages = 1;
  let words = read(textOf(shown)).split(/\s+/);
  for (; ; pages++) {
    const next = buttonsOf(shown).find(({ label }) => label === "Próxima");
    if (next === undefined || !next.customId.startsWith(`unit:${pages}:42:`)) break;
    const responder = createFakeResponder();
    // As after a restart: other services, and nothing kept.
    await unitPages.run(componentInteraction({ customId: next.customId }), responder, open());
    expect(responder.acknowledged).toBe("updated");
    shown = responder.shown;
    words = words.concat(read(textOf(shown)).split(/\s+/));
  }
  expect(pages).toBeGreaterThan(1);
  // Every word of the law, in its order.
  let at = 0;
  for (const word of words) if (word === wanted[at]) at += 1;
  expect(at).toBe(wanted.length);
});

test("somebody else who turns the page is given a copy of their own", async () => {
  const { shown } = await article({ lei: "LGPD", artigo: "5º" });
  const customId = buttonsOf(shown).find(({ label }) => label === "Próxima")?.customId ?? "";
  const responder = createFakeResponder();
  await unitPages.run(componentInteraction({ customId, userId: "77" }), responder, open());
  expect(responder).toMatchObject({ acknowledged: "replied", isEphemeral: true });
});

test("a page of an article that has left the index says so, to who pressed alone", async () => {
  for (const customId of ["unit:1:42:art5:=CDC", "unit:1:42:art5:~0123456789abcdef", "unit:?"]) {
    const responder = createFakeResponder();
    await unitPages.run(componentInteraction({ customId }), responder, open());
    expect(responder).toMatchObject({ acknowledged: "replied", isEphemeral: true });
    expect(textOf(responder.shown)).toContain("não pode mais ser virada");
  }
});

test("an article that is not there is answered with those near, to who asked alone", async () => {
  const responder = await article({ lei: "LGPD", artigo: "999" });
  expect(responder.isEphemeral).toBe(true);
  const text = read(textOf(responder.shown));
  expect(text).toContain("Art. 999");
  expect(text).toContain("Art. 64, Art. 65");
});

test.each([
  [{ lei: "CDC", artigo: "1" }, "Lei não encontrada"],
  [{ lei: "lei", artigo: "1" }, "Marco Civil"],
  [{ lei: "LGPD", artigo: "o primeiro" }, "não é o número de um artigo"],
  [{ lei: "@everyone **x**", artigo: "1" }, "Lei não encontrada"],
])("%p is answered with %p", async (options, words) => {
  const responder = await article(options);
  expect(responder.isEphemeral).toBe(true);
  expect(textOf(responder.shown)).toContain(words);
  expect(textOf(responder.shown)).not.toContain("**x**");
});

test("what a member asks to be private, and what is asked where questions are not taken, only they see", async () => {
  expect((await article({ lei: "LGPD", artigo: "1", privado: true })).isEphemeral).toBe(true);
  const services = open();
  services.records.guilds.update("300", { channels: ["999"] });
  expect((await article({ lei: "LGPD", artigo: "1" }, { services })).isEphemeral).toBe(true);
});

test("a guild that keeps to some documents shows no other's articles, and offers none", async () => {
  const services = open();
  services.records.guilds.update("300", { documents: [MANDADO, TNU] });
  const responder = await article({ lei: "LGPD", artigo: "1" }, { services });
  expect(responder.isEphemeral).toBe(true);
  expect(read(textOf(responder.shown))).toContain(MANDADO);
  expect(textOf(responder.shown)).not.toContain("Esta Lei dispõe");
  expect((await choices({ lei: "" }, "lei", services)).map(({ value }) => value)).toEqual([MANDADO]);
  expect(await choices({ lei: "LGPD", artigo: "1" }, "artigo", services)).toEqual([]);
  expect((await choices({ tribunal: "" }, "tribunal", services)).map(({ value }) => value)).toEqual([TNU]);
});

test("a guild's language holds for all", async () => {
  const services = open();
  services.records.guilds.update("300", { language: "en" });
  const text = textOf((await article({ lei: "CDC", artigo: "1" }, { services })).shown);
  expect(text).toContain("Law not found");
});

test("a súmula is shown word for word, the binding ones apart", async () => {
  expect(read(textOf((await sumula("vinculante", "11")).shown))).toContain("Só é lícito o uso de algemas");
  expect(read(textOf((await sumula(TNU, "sumula7")).shown))).toContain("Súmula 7");
  expect(textOf((await sumula("STJ", "7")).shown)).toContain("Súmulas não encontradas");
  expect(textOf((await sumula("TNU", "sete")).shown)).toContain("Escreva só o número");
  expect(textOf((await sumula("TNU", "9999")).shown)).toContain("O que há perto");
});

test("laws, articles, courts and súmulas are offered while they are typed", async () => {
  expect((await choices({ lei: "dados" }, "lei")).map(({ value }) => value)).toEqual([LGPD]);
  const articles = await choices({ lei: LGPD, artigo: "1" }, "artigo");
  expect(articles.length).toBeGreaterThan(9);
  expect(articles[0]?.name).toStartWith("Art. 1º – Esta Lei dispõe");
  expect((await choices({ tribunal: "vinc" }, "tribunal")).map(({ value }) => value)).toEqual([BINDING]);
  expect((await choices({ tribunal: BINDING, numero: "11" }, "numero"))[0]?.value).toBe("sumula11");
  expect(await choices({ lei: "nada disso", artigo: "1" }, "artigo")).toEqual([]);
  expect((await choices({ lei: LGPD, artigo: "" }, "artigo")).length).toBe(25);
});

test("where no index is loaded nothing is offered, and a command says why", async () => {
  const services = open({ service: null });
  expect(await choices({ lei: "" }, "lei", services)).toEqual([]);
  const responder = await article({ lei: "LGPD", artigo: "1" }, { services });
  expect(responder.isEphemeral).toBe(true);
  expect(textOf(responder.shown)).toContain("ainda");
});

test("an index that fails offers nothing, and the log tells of it", async () => {
  const services = open();
  services.swap({
    ...sample,
    lookUps: {
      ...sample.lookUps,
      completeLaw: () => {
        throw new Error("the disk is gone");
      },
    },
  });
  expect(await choices({ lei: "" }, "lei", services)).toEqual([]);
  expect(
    services.logged.some(({ level, fields }) => level === "error" && /disk/.test(JSON.stringify(fields))),
  ).toBe(true);
});
