import { Database } from "bun:sqlite";
import { afterEach, beforeEach, expect, test } from "bun:test";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Log } from "../domain/log.ts";
import { silentLog } from "../testing/silent-log.ts";
import type { SentAnswer } from "./member-records.ts";
import { modelAnswer } from "./testing/model-answer.ts";
import { createRecordsFolder, type RecordsFolder } from "./testing/open-in-folder.ts";

const ANA = "183904112233445566";
const RUI = "283904112233445577";
const GUILD = "900000000000000001";
const DIRECT = "discord:700000000000000007";

let folder: RecordsFolder;
beforeEach(() => {
  folder = createRecordsFolder();
});
afterEach(() => folder.remove());

const members = () => folder.records.members;

function sent(question: string, values: Partial<SentAnswer> = {}): SentAnswer {
  return {
    answer: modelAnswer({ question: `${question} (entendida)` }),
    question,
    revision: "r1",
    tag: "idx-20260520-120000-abcdef0",
    conversation: DIRECT,
    documents: ["leis/cpc.pdf"],
    ...values,
  };
}

const addSent = (user: string | null, question: string) =>
  members().sentAnswers.add({ ...sent(question), user, at: folder.clock() });

function addTurn(conversation: string, user: string | null, question: string): void {
  const turn = { conversation, user, question, answer: `resposta a ${question}`, revision: "r1" };
  folder.records.turns.add({ ...turn, at: folder.clock() });
}

const addThread = (threadId: string) =>
  members().threads.add({ threadId, guildId: GUILD, language: "en", documents: ["a"], at: folder.clock() });

/** Whether a text stands anywhere in the folder of the records, the write-ahead log included. */
function isWritten(text: string): boolean {
  const dir = dirname(folder.path);
  return readdirSync(dir).some((name) => readFileSync(join(dir, name)).includes(text));
}

test("a sent answer is found whole by its short id, after a restart too", () => {
  const id = addSent(ANA, "qual o prazo?");
  expect(id).toMatch(/^[A-Za-z0-9_-]{1,16}$/);
  folder.records.close();
  const { sentAnswers } = folder.open().members;
  expect(sentAnswers.find(id)).toEqual(sent("qual o prazo?"));
  expect(sentAnswers.find("unknown")).toBeNull();
  expect([sentAnswers.isAsker(id, ANA), sentAnswers.isAsker(id, RUI)]).toEqual([true, false]);
});

test("a sent answer that cannot be read is as if it were gone", () => {
  const [damaged, older] = [addSent(ANA, "um"), addSent(ANA, "dois")];
  const db = new Database(folder.path);
  db.run("UPDATE sent_answers SET answer = '{' WHERE id = ?", [damaged]);
  db.run("UPDATE sent_answers SET answer = json_remove(answer, '$.citations') WHERE id = ?", [older]);
  db.close();
  expect([damaged, older].map((id) => members().sentAnswers.find(id))).toEqual([null, null]);
  expect(members().exportOf(ANA).answers).toEqual([]);
  expect(members().deleteOf(ANA)).toBe(2);
});

test("a member has one verdict an answer, the last one", () => {
  const answerId = addSent(ANA, "um");
  const verdict = { answerId, user: ANA, reason: null, at: folder.clock() };
  members().feedback.set({ ...verdict, verdict: "up" });
  members().feedback.set({ ...verdict, verdict: "down", reason: "artigo errado" });
  members().feedback.set({ ...verdict, user: RUI, verdict: "up" });
  expect(members().feedback.counts()).toEqual({ up: 1, down: 1 });
  expect(members().exportOf(ANA).feedback).toEqual([
    { question: "um", verdict: "down", reason: "artigo errado", at: "2026-05-20T12:00:00.000Z" },
  ]);
  // The question was Ana's.
  expect(members().exportOf(RUI).feedback).toEqual([
    { question: null, verdict: "up", reason: null, at: "2026-05-20T12:00:00.000Z" },
  ]);
});

test("settings of a guild are changed one by one, and each guild has its own", () => {
  const { guilds } = members();
  expect(guilds.get(GUILD)).toEqual({
    language: null,
    autoAnswerChannels: [],
    channels: [],
    cooldownSeconds: null,
    documents: [],
    announceChannel: null,
  });
  guilds.update(GUILD, { language: "en", announceChannel: "77" });
  guilds.update(GUILD, { cooldownSeconds: 0, channels: ["1", "2"] });
  guilds.update("2", { documents: ["leis"] });
  expect(folder.open().members.guilds.get(GUILD)).toMatchObject({
    language: "en",
    announceChannel: "77",
    cooldownSeconds: 0,
    channels: ["1", "2"],
    documents: [],
  });
  expect(guilds.announceChannels()).toEqual([{ guildId: GUILD, channelId: "77", language: "en" }]);
  guilds.remove(GUILD);
  expect(guilds.get(GUILD).language).toBeNull();
  expect(guilds.announceChannels()).toEqual([]);
});

test("settings that an older program wrote keep what they say; damaged ones are the defaults", () => {
  const db = new Database(folder.path);
  db.run(`INSERT INTO guild_settings VALUES ('1', '{"language":"en"}'), ('2', '{"channels":7}')`);
  db.close();
  expect(members().guilds.get("1")).toMatchObject({ language: "en", documents: [] });
  expect(members().guilds.get("2")).toMatchObject({ language: null, channels: [] });
});

test("a thread is known until it is removed", () => {
  addThread("55");
  expect(members().threads.find("55")).toEqual({ guildId: GUILD, language: "en", documents: ["a"] });
  expect(members().threads.find("56")).toBeNull();
  members().threads.remove("55");
  expect(members().threads.find("55")).toBeNull();
});

test("of several processes one tells a guild of a revision, another again once it could not", () => {
  const other = folder.open().members.announcements;
  const { announcements } = members();
  const claim = { guildId: GUILD, revision: "b", at: folder.clock() };
  expect([announcements.claim(claim), other.claim(claim)]).toEqual([true, false]);
  expect(other.claim({ ...claim, guildId: "2" })).toBe(true);
  announcements.release(claim);
  expect(other.claim(claim)).toBe(true);
  // Rolled back, and put into service once more.
  expect(["a", "b", "b"].map((revision) => announcements.claim({ ...claim, revision }))).toEqual([
    true,
    true,
    false,
  ]);
});

test("a member is given all that is kept of them, and nothing of others", () => {
  addTurn("discord:55", ANA, "um");
  addTurn("discord:55", RUI, "de rui");
  const id = addSent(ANA, "um");
  addSent(RUI, "de rui");
  members().feedback.set({ answerId: id, user: ANA, verdict: "up", reason: null, at: folder.clock() });
  expect(members().countOf(ANA)).toEqual({ turns: 1, answers: 1, feedback: 1 });
  const { turns, answers, feedback } = members().exportOf(ANA);
  expect(turns.map(({ question }) => question)).toEqual(["um"]);
  expect(answers).toEqual([{ question: "um", answer: sent("um").answer, at: "2026-05-20T12:00:00.000Z" }]);
  expect(feedback).toHaveLength(1);
});

test("deletion takes a member's rows and their own conversations, and leaves what is others'", () => {
  addTurn("discord:55", ANA, "um");
  addTurn("discord:55", null, "sem nome");
  addTurn("discord:66", ANA, "dois");
  addTurn("discord:66", RUI, "de rui");
  addTurn("page", null, "da página");
  for (const threadId of ["55", "66"]) addThread(threadId);
  const [mine, others] = [addSent(ANA, "um"), addSent(RUI, "de rui")];
  for (const user of [ANA, RUI])
    members().feedback.set({ answerId: others, user, verdict: "down", reason: user, at: folder.clock() });
  // Two turns of theirs and the one beside them, a thread, an answer, a verdict.
  expect(members().deleteOf(ANA)).toBe(6);
  expect(members().countOf(ANA)).toEqual({ turns: 0, answers: 0, feedback: 0 });
  expect(members().sentAnswers.find(mine)).toBeNull();
  expect(members().sentAnswers.find(others)).not.toBeNull();
  expect([members().threads.find("55"), members().threads.find("66")]).toEqual([null, expect.anything()]);
  const kept = ["discord:55", "discord:66", "page"].flatMap((conversation) =>
    folder.records.turns.last(conversation, 9),
  );
  expect(kept.map(({ question }) => question)).toEqual(["de rui", "da página"]);
  expect(members().countOf(RUI)).toEqual({ turns: 1, answers: 1, feedback: 1 });
  expect(members().deleteOf(ANA)).toBe(0);
});

test("questions without a name, kept answers and those that found none, go with their member", () => {
  addSent(ANA, "prazo da apelação");
  const key = { revision: "r1", model: "m", promptVersion: "1", language: "pt-BR" as const };
  const { answers, unanswered } = folder.records;
  answers.put({ ...key, question: "Prazo da apelação (entendida)?" }, modelAnswer(), null);
  answers.put({ ...key, question: "outra" }, modelAnswer(), null);
  for (const question of ["PRAZO da apelação!", "férias"])
    unanswered.add({ question, language: "pt-BR", revision: "r1", at: folder.clock() });
  expect(members().deleteOf(ANA)).toBe(3);
  expect(answers.find({ ...key, question: "Prazo da apelação (entendida)?" })).toBeNull();
  expect(answers.find({ ...key, question: "outra" })).not.toBeNull();
  expect(unanswered.groups().map(({ question }) => question)).toEqual(["férias"]);
});

test("of a member's rows no word is left in any file, among many others' and after many changes", () => {
  for (let i = 0; i < 400; i++) {
    const user = i % 3 === 0 ? ANA : `user-${i % 7}`;
    const word = user === ANA ? "segredo-da-ana" : "palavra-alheia";
    const question = `${word} ${i} ${"x".repeat((i * 37) % 900)}`;
    const id = addSent(user, question);
    addTurn(`discord:${i % 11}`, user, `${word} ${i} ${"y".repeat((i * 91) % 6000)}`);
    const verdict = i % 2 === 0 ? ("up" as const) : ("down" as const);
    members().feedback.set({ answerId: id, user, verdict, reason: `${word} ${i}`, at: folder.clock() });
    members().feedback.set({ answerId: id, user, verdict, reason: `${word} de novo`, at: folder.clock() });
    folder.records.unanswered.add({ question, language: "pt-BR", revision: "r", at: folder.clock() });
    if (i % 50 === 49) members().deleteOf(`user-${i % 7}`);
  }
  expect(isWritten("segredo-da-ana")).toBe(true);
  members().deleteOf(ANA);
  expect(isWritten("segredo-da-ana")).toBe(false);
  expect(isWritten("palavra-alheia")).toBe(true);
  expect(new Database(folder.path).query("PRAGMA integrity_check").values()).toEqual([["ok"]]);
});

test("where somebody reads meanwhile, the words go with the next sweep", () => {
  addSent(ANA, "segredo-da-ana");
  const warnings: string[] = [];
  const log: Log = { ...silentLog, warn: (_, message) => warnings.push(message) };
  const records = folder.open({ log, busyTimeoutMs: 50 });
  const reader = new Database(folder.path);
  reader.run("BEGIN");
  reader.query("SELECT count(*) FROM sent_answers").get();
  expect(records.members.deleteOf(ANA)).toBe(1);
  expect(records.members.countOf(ANA).answers).toBe(0);
  expect(warnings).toEqual([expect.stringContaining("somebody reads the records")]);
  reader.run("COMMIT");
  records.sweep();
  expect(isWritten("segredo-da-ana")).toBe(false);
  reader.close();
});

test("no id of a member, a thread or a direct channel is written anywhere", () => {
  addSent(ANA, "um");
  addTurn(DIRECT, ANA, "um");
  addThread("550000000000000055");
  members().feedback.set({ answerId: "x", user: ANA, verdict: "up", reason: null, at: folder.clock() });
  for (const id of [ANA, DIRECT.slice("discord:".length), "550000000000000055"])
    expect(isWritten(id)).toBe(false);
});

test("what is older than the retention goes; a thread stays while something of it is remembered", () => {
  const id = addSent(ANA, "velha");
  members().feedback.set({ answerId: id, user: ANA, verdict: "up", reason: null, at: folder.clock() });
  members().guilds.update(GUILD, { language: "en" });
  for (const threadId of ["55", "66"]) addThread(threadId);
  folder.passDays(20);
  addTurn("discord:66", ANA, "ainda");
  const fresh = addSent(ANA, "nova");
  folder.passDays(10.5);
  folder.passDayWithSweep();
  expect(members().countOf(ANA)).toEqual({ turns: 1, answers: 1, feedback: 0 });
  expect([id, fresh].map((sentId) => members().sentAnswers.find(sentId) !== null)).toEqual([false, true]);
  expect([members().threads.find("55"), members().threads.find("66")]).toEqual([null, expect.anything()]);
  expect(members().guilds.get(GUILD).language).toBe("en");
  expect(isWritten("velha")).toBe(false);
});

test("where the key is gone, nothing is left that its member could not have deleted", () => {
  addSent(ANA, "segredo-sem-dono");
  folder.records.close();
  rmSync(`${folder.path}.key`);
  const reopened = folder.open();
  expect(reopened.members.countOf(ANA).answers).toBe(0);
  expect(isWritten("segredo-sem-dono")).toBe(false);
});
