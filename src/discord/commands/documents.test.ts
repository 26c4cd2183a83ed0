import { afterAll, afterEach, expect, test } from "bun:test";
import { openSampleService } from "../../serving/testing/sample-service.ts";
import { buttonsOf, createFakeResponder, textOf } from "../testing/fake-responder.ts";
import { createFakeServices, type FakeServices, type FakeServicesOptions } from "../testing/fake-services.ts";
import { commandInteraction, componentInteraction } from "../testing/interactions.ts";
import { documentsCommand, documentsPages } from "./documents.ts";

const sample = await openSampleService();
afterAll(() => sample.close());
const opened: FakeServices[] = [];
afterEach(() => {
  for (const services of opened.splice(0)) services.close();
});
function open(options: FakeServicesOptions = {}): FakeServices {
  const services = createFakeServices(options);
  opened.push(services);
  return services;
}
const MANY = Array.from({ length: 60 }, (_, at) => ({
  path: `docs/lei-${at}.docx`,
  title: `Lei nº ${at} de *todos* @everyone`,
  units: [{ unit: "art1", path: "Art. 1º", text: "Art. 1º Vale." }],
}));

async function list(services: FakeServices, language: "pt-BR" | "en" = "pt-BR") {
  const responder = createFakeResponder();
  await documentsCommand.run(commandInteraction({ name: "fontes", language }), responder, services);
  expect(responder.isEphemeral).toBe(true);
  return responder;
}

test("every document is listed with its format, pages and units, and the index with its date", async () => {
  const services = open();
  services.swap(sample);
  const { shown } = await list(services);
  const text = textOf(shown);
  expect(text).toContain("Documentos no índice: 5");
  expect(text).toContain("LGPD");
  expect(text).toMatch(/PDF · \d+ p\. · artigos ou súmulas: 32/);
  expect(text).toContain(`<t:${Date.parse("2026-01-02T03:04:05.000Z") / 1000}:f>`);
  expect(buttonsOf(shown)).toEqual([]);
  expect(textOf((await list(services, "en")).shown)).toContain("Documents in the index: 5");
});

test("a long list has pages whose buttons go through all of it, each document once, after a restart too", async () => {
  const seen: string[] = [];
  let { shown } = await list(open({ service: { documents: MANY } }));
  for (let page = 1; ; page++) {
    const text = textOf(shown);
    expect(text).not.toContain("@everyone @");
    seen.push(...(text.match(/(?<=Lei nº )\d+/g) ?? []));
    const next = buttonsOf(shown).at(-1);
    if (next?.customId !== `documents:${page}`) break;
    const responder = createFakeResponder();
    const restarted = open({ service: { documents: MANY } });
    await documentsPages.run(componentInteraction({ customId: next.customId }), responder, restarted);
    expect(responder.acknowledged).toBe("updated");
    shown = responder.shown;
  }
  expect(seen).toEqual(MANY.map((_, at) => String(at)));
});

test("a page beyond the list, as after a swap to a smaller index, is its last", async () => {
  const services = open();
  services.swap(sample);
  const responder = createFakeResponder();
  await documentsPages.run(componentInteraction({ customId: "documents:7" }), responder, services);
  expect(textOf(responder.shown)).toContain("LGPD");
});

test("a guild that keeps to some documents is shown those", async () => {
  const services = open();
  services.swap(sample);
  services.records.guilds.update("300", { documents: ["docs_rag/sumulas/"] });
  const text = textOf((await list(services)).shown);
  expect(text).toContain("Documentos no índice: 2");
  expect(text).not.toContain("LGPD");
});

test("before an index is loaded it says so", async () => {
  expect(textOf((await list(open({ service: null }))).shown)).toContain("ainda");
});
