import { afterEach, beforeEach, expect, test } from "bun:test";
import { VademecumError } from "../../domain/errors.ts";
import { modelAnswer } from "../../records/testing/model-answer.ts";
import { createRecordsFolder, type RecordsFolder } from "../../records/testing/open-in-folder.ts";
import { userOf } from "../asking/asking-place.ts";
import { buttonsOf, createFakeResponder, textOf } from "../testing/fake-responder.ts";
import { createFakeServices, type FakeServices } from "../testing/fake-services.ts";
import { commandInteraction, componentInteraction } from "../testing/interactions.ts";
import { exportParts } from "./export-parts.ts";
import { privacyButtons, privacyCommand } from "./privacy.ts";

let folder: RecordsFolder;
let services: FakeServices;
beforeEach(() => {
  folder = createRecordsFolder();
  services = createFakeServices({ records: folder.records.members, now: folder.clock });
  const answerId = folder.records.members.sentAnswers.add({
    answer: modelAnswer(),
    question: "qual o prazo?",
    revision: "r",
    tag: "t",
    conversation: null,
    documents: [],
    user: userOf("42"),
    at: folder.clock(),
  });
  for (const userId of ["42", "43"]) {
    const of = { user: userOf(userId), at: folder.clock() };
    folder.records.members.feedback.set({ ...of, answerId, verdict: "down", reason: `razão de ${userId}` });
    folder.records.turns.add({
      ...of,
      conversation: "discord:1",
      question: "e?",
      answer: "a",
      revision: "r",
    });
  }
});
afterEach(() => {
  services.close();
  folder.remove();
});

async function command(userId = "42", language: "pt-BR" | "en" = "pt-BR") {
  const respond = createFakeResponder({ canEditLater: false });
  const interaction = commandInteraction({ name: "privacidade", userId, language, guildId: null });
  await privacyCommand.run(interaction, respond, services);
  return respond;
}

async function press(customId: string, userId = "42") {
  const respond = createFakeResponder({ canEditLater: false });
  await privacyButtons.run(componentInteraction({ customId, userId }), respond, services);
  return respond;
}

const labelled = (respond: ReturnType<typeof createFakeResponder>, label: string) =>
  buttonsOf(respond.shown).find((one) => one.label === label)?.customId ?? "";

test("a member alone is told what is kept, how long, and how much of theirs", async () => {
  const respond = await command();
  expect(respond.isEphemeral).toBe(true);
  const text = textOf(respond.shown);
  expect(text).toContain("Depois de 30 dias");
  expect(text).toContain("perguntas em conversas: 1\nrespostas: 1\navaliações: 1");
  expect(textOf((await command("44", "en")).shown)).toContain("answers: 0");
});

test("a member is given their own as a file that nobody else sees", async () => {
  const respond = await press(labelled(await command(), "Exportar"));
  expect(respond.isEphemeral).toBe(true);
  const [file] = respond.shown?.files ?? [];
  expect(file?.name).toBe("meus-dados.json");
  const text = new TextDecoder().decode(file?.bytes);
  expect(JSON.parse(text)).toEqual(folder.records.members.exportOf(userOf("42")));
  expect(text).toContain("razão de 42");
  expect(text).not.toContain("razão de 43");
});

test("deletion is asked for twice, takes all of theirs and nothing of others', and says what it cannot take", async () => {
  const asked = await press(labelled(await command(), "Apagar"));
  expect(folder.records.members.countOf(userOf("42")).answers).toBe(1);
  const id = labelled(asked, "Apagar de vez");
  const done = textOf((await press(id)).shown);
  expect(done).toContain("Registros apagados: 3.");
  expect(done).toContain("as mensagens que já estão no Discord");
  expect(folder.records.members.countOf(userOf("42"))).toEqual({ turns: 0, answers: 0, feedback: 0 });
  expect(folder.records.members.countOf(userOf("43"))).toEqual({ turns: 1, answers: 0, feedback: 1 });
  expect(textOf((await press(id)).shown)).toContain("Não havia nada seu guardado");
  expect(JSON.stringify(services.logged)).not.toContain("42");
});

test("the button that deletes expires, is worth nothing when it is forged, and can be declined", async () => {
  const asked = await press(labelled(await command(), "Apagar"));
  const id = labelled(asked, "Apagar de vez");
  expect(textOf((await press(labelled(asked, "Manter"))).shown)).toContain("Nada foi apagado");
  folder.passDays(1);
  for (const late of [id, "privacy:erase", "privacy:erase:!"])
    expect(textOf((await press(late)).shown)).toContain("não vale mais");
  expect(folder.records.members.countOf(userOf("42")).turns).toBe(1);
});

test("a busy database is told, and nothing is said to be deleted; a defect is not", async () => {
  const id = labelled(await press(labelled(await command(), "Apagar")), "Apagar de vez");
  const pressOver = async (error: Error) => {
    const deleteOf = () => {
      throw error;
    };
    const respond = createFakeResponder();
    const failing = { ...services, records: { ...services.records, deleteOf } };
    await privacyButtons.run(componentInteraction({ customId: id }), respond, failing);
    return textOf(respond.shown);
  };
  const busy = new VademecumError({ code: "RECORDS_BUSY", message: "somebody writes" });
  expect(await pressOver(busy)).toContain("nada foi apagado");
  expect(pressOver(new TypeError("x"))).rejects.toThrow(TypeError);
});

test("what is too long for one file comes in several, of one shape, with nothing lost", () => {
  const turn = (i: number) => ({
    conversation: "c",
    question: `pergunta ${i}`,
    answer: "x".repeat(500),
    revision: "r",
    at: "2026-05-20T12:00:00.000Z",
  });
  const exported = {
    turns: Array.from({ length: 40 }, (_, i) => turn(i)),
    answers: Array.from({ length: 5 }, (_, i) => ({ question: `q${i}`, answer: modelAnswer(), at: "t" })),
    feedback: [{ question: null, verdict: "up" as const, reason: null, at: "t" }],
  };
  expect(exportParts(exported, 1e6)).toHaveLength(1);
  const parts = exportParts(exported, 4000);
  expect(Math.max(...parts.map(({ length }) => length))).toBeLessThanOrEqual(4000);
  const read = parts.map((bytes) => JSON.parse(new TextDecoder().decode(bytes)));
  for (const kind of ["turns", "answers", "feedback"] as const)
    expect(read.flatMap((part) => part[kind])).toEqual(exported[kind]);
});
