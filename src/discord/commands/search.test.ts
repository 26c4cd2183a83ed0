import { afterAll, afterEach, expect, test } from "bun:test";
import { openSampleService, SAMPLE_PATHS } from "../../serving/testing/sample-service.ts";
import { passagePages } from "../lookup/passage-pages.ts";
import { buttonsOf, createFakeResponder, type FakeResponder, textOf } from "../testing/fake-responder.ts";
import { createFakeServices, type FakeServices, type FakeServicesOptions } from "../testing/fake-services.ts";
import {
  autocompleteInteraction,
  commandInteraction,
  componentInteraction,
} from "../testing/interactions.ts";
import { searchCommand } from "./search.ts";

const [, LGPD, MANDADO] = SAMPLE_PATHS;
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

interface Options {
  texto: string;
  documento?: string;
  quantidade?: number;
  privado?: boolean;
}
async function search(
  { texto, documento, quantidade, privado }: Options,
  {
    services = open(),
    responder = createFakeResponder(),
  }: { services?: FakeServices; responder?: FakeResponder } = {},
) {
  const options = {
    texto,
    ...(documento === undefined ? {} : { documento }),
    ...(quantidade === undefined ? {} : { quantidade }),
    ...(privado === undefined ? {} : { privado }),
  };
  await searchCommand.run(commandInteraction({ name: "buscar", options }), responder, services);
  return responder;
}
const read = (text: string) => text.replace(/\\([^\p{L}\p{N}\s])/gu, "$1");
const next = (responder: FakeResponder) =>
  buttonsOf(responder.shown).find(({ label }) => label === "Próxima")?.customId ?? "";

test("passages are shown with their documents, after the interaction was acknowledged", async () => {
  const responder = await search({ texto: "uso de algemas", quantidade: 1 });
  expect(responder.calls.map(({ method }) => method)).toEqual(["defer", "edit"]);
  expect(responder.isEphemeral).toBe(false);
  const text = read(textOf(responder.shown));
  expect(text).toContain("Trechos para: uso de algemas");
  expect(text).toContain("Súmulas Vinculantes");
  expect(text).toContain("Súmula Vinculante 11");
  expect(text).toContain("Só é lícito o uso de algemas");
});

test("every passage that was asked for is on some page, and the pages outlive a restart", async () => {
  const services = open();
  let responder = await search({ texto: "prazo do mandado de segurança", quantidade: 20 }, { services });
  const evidence = await sample.search("prazo do mandado de segurança", 20);
  const texts = [read(textOf(responder.shown))];
  for (let page = 1; ; page++) {
    const customId = next(responder);
    if (!customId.endsWith(`:${page}`)) break;
    const restarted = open({ records: services.records });
    responder = createFakeResponder();
    await passagePages.run(componentInteraction({ customId }), responder, restarted);
    expect(responder.acknowledged).toBe("updated");
    texts.push(read(textOf(responder.shown)));
  }
  expect(texts.length).toBeGreaterThan(1);
  for (const { best } of evidence.passages) {
    const begin = best.text.slice(0, 60).split("\n")[0] ?? "";
    expect({ begin, shown: texts.some((text) => text.includes(begin)) }).toEqual({ begin, shown: true });
  }
});

test("somebody else who turns the page is given a copy of their own", async () => {
  const services = open();
  const customId = next(
    await search({ texto: "prazo do mandado de segurança", quantidade: 20 }, { services }),
  );
  const responder = createFakeResponder();
  await passagePages.run(componentInteraction({ customId, userId: "77" }), responder, services);
  expect(responder).toMatchObject({ acknowledged: "replied", isEphemeral: true });
});

test("passages that the member has deleted since cannot be turned to", async () => {
  const services = open();
  const customId = next(
    await search({ texto: "prazo do mandado de segurança", quantidade: 20 }, { services }),
  );
  services.records.deleteOf("discord:42");
  const responder = createFakeResponder();
  await passagePages.run(componentInteraction({ customId }), responder, services);
  expect(responder.isEphemeral).toBe(true);
  expect(textOf(responder.shown)).toContain("não pode mais ser virada");
});

test("a search of one document shows that one's passages, by choice or by name", async () => {
  for (const documento of [MANDADO, "12.016/2009"]) {
    const text = read(textOf((await search({ texto: "prazo", documento, quantidade: 3 })).shown));
    expect(text).toContain("Mandado de Segurança");
    expect(text).not.toContain("LGPD");
  }
});

test("a document that is not there is answered with the nearest names", async () => {
  const text = read(textOf((await search({ texto: "prazo", documento: "docs_rag/sumulas/stj.pdf" })).shown));
  expect(text).toContain("docs_rag/sumulas/stj.pdf");
  expect(text).toContain("docs_rag/sumulas/sumulas-");
});

test("a guild that keeps to some documents shows no other's passages, and refuses others by name", async () => {
  const services = open();
  services.records.guilds.update("300", { documents: [MANDADO] });
  const text = read(
    textOf((await search({ texto: "titular dos dados pessoais", quantidade: 20 }, { services })).shown),
  );
  expect(text).not.toContain("LGPD");
  const refused = await search({ texto: "prazo", documento: LGPD }, { services });
  expect(read(textOf(refused.shown))).toContain("não é um deles");
  const responder = createFakeResponder();
  const focused = { name: "documento", value: "" };
  await searchCommand.complete?.(autocompleteInteraction({ name: "buscar", focused }), responder, services);
  const values = responder.offered?.map(({ value }) => value) ?? [];
  expect(values).toContain(MANDADO);
  expect(values).not.toContain(LGPD);
});

test("passages that speak of something else are shown as such", async () => {
  const text = textOf((await search({ texto: "receita de bolo de chocolate com prazo" })).shown);
  expect(text).toContain("podem ser de outro assunto");
});

test("a private search only the member sees", async () => {
  expect((await search({ texto: "prazo", privado: true })).isEphemeral).toBe(true);
});

test("blank text is answered with what to write", async () => {
  const responder = await search({ texto: "   " });
  expect(responder).toMatchObject({ acknowledged: "replied", isEphemeral: true });
  expect(textOf(responder.shown)).toContain("Falta o que procurar");
});

test("where nothing can be said later the passages are the acknowledgement", async () => {
  const responder = createFakeResponder({ canEditLater: false });
  await search({ texto: "titular dos dados pessoais", quantidade: 2 }, { responder });
  expect(responder.calls.map(({ method }) => method)).toEqual(["reply"]);
  expect(read(textOf(responder.shown))).toContain("LGPD");
});

test("where nothing can be said later, a search that is too slow says so within the time that Discord leaves", async () => {
  const services = open();
  services.swap({ ...sample, search: (_question, _k, signal) => rejectOnAbort(signal) });
  const responder = createFakeResponder({ canEditLater: false });
  const interaction = commandInteraction({
    name: "buscar",
    options: { texto: "prazo" },
    receivedMs: performance.now() - 2400,
  });
  await searchCommand.run(interaction, responder, services);
  expect(performance.now() - interaction.receivedMs).toBeLessThan(3000);
  expect(textOf(responder.shown)).toContain("a tempo");
});

test("where no index is loaded, and where the bot stops, the member is told", async () => {
  expect(textOf((await search({ texto: "prazo" }, { services: open({ service: null }) })).shown)).toContain(
    "ainda",
  );
  const services = open();
  services.stop();
  expect(textOf((await search({ texto: "prazo" }, { services })).shown)).toContain("reiniciado");
});

test("passages that cannot be kept are shown all the same, and the log tells of it", async () => {
  const services = open();
  const records = {
    ...services.records,
    sentAnswers: {
      ...services.records.sentAnswers,
      add: () => {
        throw new Error("the disk is full");
      },
    },
  };
  const failing = { ...services, records };
  const responder = await search(
    { texto: "prazo do mandado de segurança", quantidade: 20 },
    { services: failing },
  );
  expect(textOf(responder.shown)).toContain("Segurança");
  expect(buttonsOf(responder.shown)).toEqual([]);
  expect(services.logged.some(({ level }) => level === "error")).toBe(true);
});

function rejectOnAbort(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
