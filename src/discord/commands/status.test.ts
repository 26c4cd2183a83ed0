import { afterEach, expect, test } from "bun:test";
import { createFakeResponder, textOf } from "../testing/fake-responder.ts";
import { createFakeServices, type FakeServices, type FakeServicesOptions } from "../testing/fake-services.ts";
import { commandInteraction } from "../testing/interactions.ts";
import { statusCommand } from "./status.ts";

const opened: FakeServices[] = [];
afterEach(() => {
  for (const services of opened.splice(0)) services.close();
});

const READY = {
  ready: true,
  version: "1.2.3",
  uptime_seconds: 93_784,
  revision: {
    revision: "abcdef0123456789abcdef0123456789abcdef01",
    tag: "idx-20260102-030405-abcdef0",
    created_at: "2026-01-02T03:04:05.000Z",
    since: "2026-01-02T04:00:00.000Z",
    documents: 50,
    chunks: 18_414,
    source: { repo: "ana/docs", revision: null },
    engine: { name: "mmap", variant: "avx2", skipped: [] },
  },
  hub: { url: "https://hub.example", repo: "ana/index" },
  pinned: null,
  last_poll_at: null,
  syncing: null,
  swaps: 0,
  last_error: null,
  refused: [],
  discord: {
    gateway: { ready: true, shards: [], error: null, messageContent: true },
    http: true,
    inFlight: 1,
  },
};

async function status(options: FakeServicesOptions, language: "pt-BR" | "en" = "pt-BR") {
  const services = createFakeServices(options);
  opened.push(services);
  const responder = createFakeResponder();
  await statusCommand.run(commandInteraction({ name: "status", language }), responder, services);
  expect(responder.isEphemeral).toBe(true);
  // As Discord shows it: escapes gone.
  return textOf(responder.shown).replace(/\\([^\p{L}\p{N}\s])/gu, "$1");
}
const spending = (costUsd: number, budgetUsd = 2) => ({
  budgetUsd,
  spend: () => [{ day: "2026-01-02", costUsd, answers: 3 }],
});

test("a member reads what answers, of when it is, how much it holds, and what is left of the day", async () => {
  const text = await status({ status: () => READY, operations: spending(0.5) });
  expect(text).toContain("Pronto para responder");
  expect(text).toContain("idx-20260102-030405-abcdef0");
  expect(text).toContain("abcdef012345");
  expect(text).toContain(`<t:${Date.parse("2026-01-02T03:04:05.000Z") / 1000}:f>`);
  expect(text).toContain("documentos: 50\ntrechos: 18.414");
  expect(text).toContain("mmap (avx2)");
  expect(text).toContain("1 d 2 h");
  expect(text).toContain("resta 75% do limite do dia (US$ 1,50 de US$ 2,00)");
  expect(text).toContain("gateway: conectado\ncomandos por HTTP: ativos");
  expect(text).toContain("vademecum 1.2.3");
  expect(text).not.toMatch(/[{}"]|\{\w+\}/);
});

test("the same in English", async () => {
  const text = await status({ status: () => READY, operations: spending(0.5) }, "en");
  expect(text).toContain("Ready to answer");
  expect(text).toContain("passages: 18,414");
  expect(text).toContain("75% of the day's limit is left (US$ 1.50 of US$ 2.00)");
});

test("before an index is loaded it says so, and what is being loaded", async () => {
  const syncing = { revision: "a", tag: "idx-20260103-000000-0000000", done_bytes: 25, total_bytes: 100 };
  const text = await status({
    service: null,
    status: () => ({ ...READY, ready: false, revision: null, syncing }),
    operations: spending(0),
  });
  expect(text).toContain("Carregando o índice");
  expect(text).toContain("idx-20260103-000000-0000000 está sendo carregado (25%)");
  expect(text).not.toContain("Índice em uso");
});

test("a spent budget and a Hub that cannot be reached are told in words", async () => {
  const text = await status({
    status: () => ({ ...READY, last_error: { code: "HUB_UNREACHABLE", message: "x", at: "y" } }),
    operations: spending(3),
  });
  expect(text).toContain("o limite do dia foi atingido");
  expect(text).toContain("HUB");
  expect(text).toContain("o atual continua respondendo");
});

test("a gateway that is being connected again is told of, as mentions have to wait", async () => {
  const text = await status({
    status: () => ({ ...READY, discord: { gateway: { ready: false }, http: true } }),
    operations: spending(0),
  });
  expect(text).toContain("gateway: reconectando");
});

test("a status that is not known, or a budget, is left out, and the rest is told", async () => {
  const text = await status({
    status: () => ({}),
    operations: {
      budgetUsd: 1,
      spend: () => {
        throw new Error("the records are gone");
      },
    },
  });
  expect(text).toContain("não se sabe agora");
});
