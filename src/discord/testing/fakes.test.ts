import { expect, test } from "bun:test";
import { createFakeResponder, textOf } from "./fake-responder.ts";
import { createFakeServices } from "./fake-services.ts";
import { commandInteraction } from "./interactions.ts";

test("the fake responder refuses what Discord refuses", async () => {
  const respond = createFakeResponder();
  await expect(respond.edit({ content: "cedo" })).rejects.toThrow("before");
  await respond.defer({ ephemeral: true });
  await expect(respond.reply({ content: "outra" }, { ephemeral: false })).rejects.toThrow(
    "acknowledged twice",
  );
  await respond.edit({ content: "pronto" });
  expect([textOf(respond.shown), respond.isEphemeral]).toEqual(["pronto", true]);
  const atOnce = createFakeResponder({ canEditLater: false });
  await expect(atOnce.defer({ ephemeral: false })).rejects.toThrow("never come");
});

test("the fake services answer from one revision, keep what was sent and give the lease back", async () => {
  const services = createFakeServices();
  const { guildId } = commandInteraction({ name: "perguntar" });
  const answer = await services.questions.run(
    (service, signal) => service.ask("Qual o prazo?", "pt-BR", signal),
    services.signal,
  );
  const at = services.now();
  const sent = { answer, question: "Qual o prazo?", revision: "a".repeat(40), tag: "idx", documents: [] };
  const id = services.records.sentAnswers.add({ ...sent, conversation: guildId, user: "discord:42", at });
  expect(services.records.sentAnswers.find(id)?.answer).toEqual(answer);
  expect(services.leases()).toBe(0);
  services.close();
});

test("without an index the fake services are not ready", async () => {
  const services = createFakeServices({ service: null });
  const asking = services.questions.run(async () => "never", services.signal);
  await expect(asking).rejects.toMatchObject({ code: "NOT_READY" });
  services.close();
});
