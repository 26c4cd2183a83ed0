import { afterAll, afterEach, beforeEach, expect, test } from "bun:test";
import { openSampleService, SAMPLE_PATHS } from "../serving/testing/sample-service.ts";
import { askCommand } from "./commands/ask.ts";
import { documentsCommand } from "./commands/documents.ts";
import { createFakeResponder, textOf } from "./testing/fake-responder.ts";
import { createFakeServices, type FakeServices } from "./testing/fake-services.ts";
import { autocompleteInteraction, commandInteraction } from "./testing/interactions.ts";

const REMOVED = "docs_rag/sumulas/sumulas-vinculantes.doc";
const whole = await openSampleService();
const without = await openSampleService(SAMPLE_PATHS.filter((path) => path !== REMOVED));
afterAll(() => {
  whole.close();
  without.close();
});

let services: FakeServices;
beforeEach(() => {
  services = createFakeServices();
  services.swap(whole);
});
afterEach(() => services.close());

async function ask(question: string) {
  const respond = createFakeResponder();
  await askCommand.run(
    commandInteraction({ name: "perguntar", options: { pergunta: question } }),
    respond,
    services,
  );
  return respond.shown;
}

async function listDocuments() {
  const respond = createFakeResponder();
  await documentsCommand.run(commandInteraction({ name: "fontes" }), respond, services);
  return textOf(respond.shown);
}

async function offered(typed: string) {
  const respond = createFakeResponder();
  const focused = { name: "documento", value: typed };
  await askCommand.complete?.(autocompleteInteraction({ name: "perguntar", focused }), respond, services);
  return (respond.offered ?? []).map(({ name }) => name);
}

test("what the documents do not say is refused, and what comes nearest is called no answer", async () => {
  const shown = await ask("Qual é a alíquota do IPVA em São Paulo?");
  const text = shown?.embeds?.[0]?.description ?? "";
  expect(text).toStartWith("**Não encontrei nos documentos nada que responda a esta pergunta.**\n");
  const [, introduced, quoted] = text.split("\n");
  expect(introduced).toMatch(/não responda/);
  expect(quoted).toStartWith("> ");
  // The colour of a refusal is not that of an answer.
  const answered = await ask("Quando é lícito o uso de algemas?");
  expect(textOf(answered)).not.toContain("Não encontrei");
  expect(shown?.embeds?.[0]?.color).not.toBe(answered?.embeds?.[0]?.color);
});

test("a document that left the index is answered from no more, nor offered", async () => {
  const question = "Quando é lícito o uso de algemas?";
  expect(textOf(await ask(question))).toContain("Só é lícito o uso de algemas");
  expect(await listDocuments()).toContain("Súmulas Vinculantes");
  expect(await offered("vinculantes")).toHaveLength(1);

  services.swap(without);
  const after = textOf(await ask(question));
  expect(after).toContain("Não encontrei nos documentos");
  expect(after).not.toContain("Só é lícito o uso de algemas");
  expect(await listDocuments()).not.toContain("Súmulas Vinculantes");
  expect(await offered("vinculantes")).toEqual([]);
});
