import { afterEach, expect, test } from "bun:test";
import type { OutgoingMessage } from "../outgoing-message.ts";
import { createFakeClock, type FakeClock } from "../testing/fake-clock.ts";
import type { FakeQuestionServiceOptions } from "../testing/fake-question-service.ts";
import { textOf } from "../testing/fake-responder.ts";
import { createFakeServices, type FakeServices, type FakeServicesOptions } from "../testing/fake-services.ts";
import { findAskingPlace } from "./asking-place.ts";
import { type AnswerPlace, giveAnswer } from "./give-answer.ts";

const FINAL = "Art. 49. O consumidor";
const opened: FakeServices[] = [];
afterEach(() => {
  for (const services of opened.splice(0)) services.close();
});

function open(options: FakeServicesOptions): FakeServices {
  const services = createFakeServices(options);
  opened.push(services);
  return services;
}

const askedIn = (services: FakeServices, userId = "42") => ({
  question: "Posso desistir da compra?",
  language: "pt-BR" as const,
  userId,
  guildId: "300",
  place: findAskingPlace(services.records, { guildId: "300", channel: null }),
  conversation: null,
});

/** A place that writes down what it shows, and when. */
function createPlace(nowMs: () => number, failing: (at: number) => void = () => undefined) {
  const shown: { kind: "draft" | "final"; text: string; atMs: number }[] = [];
  const show = (kind: "draft" | "final") => async (message: OutgoingMessage) => {
    shown.push({ kind, text: textOf(message), atMs: nowMs() });
    if (kind === "draft") failing(shown.length);
  };
  return { shown, draft: show("draft"), settle: show("final") } satisfies AnswerPlace & { shown: object };
}

/** A model that writes a sentence every `everyMs`. */
function writes(clock: FakeClock, everyMs: number, sentences: number): FakeQuestionServiceOptions {
  return {
    async answer({ onText }) {
      let text = "";
      for (let i = 1; i <= sentences; i++) {
        await clock.wait(everyMs, new AbortController().signal);
        text = `${text} Frase ${i}.`.trim();
        onText?.(text);
      }
      return undefined;
    },
  };
}

test("an answer is shown as it grows, at most once a second, and settled last with what was checked", async () => {
  const clock = createFakeClock();
  const services = open({ service: writes(clock, 150, 40) });
  const place = createPlace(clock.nowMs);
  const giving = giveAnswer({ services, asked: askedIn(services), place, clock });
  await clock.pass(20_000);
  const outcome = await giving;
  const { shown } = place;
  const gaps = shown.slice(1).map(({ atMs }, i) => atMs - (shown[i]?.atMs ?? 0));
  expect(gaps.filter((gap) => gap < 1000)).toEqual([]);
  expect(shown.length).toBeGreaterThan(5);
  expect(shown.map(({ kind }) => kind).indexOf("final")).toBe(shown.length - 1);
  expect(shown.at(-1)?.text).toContain(FINAL);
  expect(shown.at(-2)?.text).toContain("Frase 1. Frase 2.");
  expect(outcome).toMatchObject({ kind: "answered" });
});

test("no question is lost where every draft fails", async () => {
  const clock = createFakeClock();
  const services = open({ service: writes(clock, 700, 10) });
  const place = createPlace(clock.nowMs, () => {
    throw new Error("500");
  });
  const giving = giveAnswer({ services, asked: askedIn(services), place, clock });
  await clock.pass(20_000);
  await giving;
  expect(place.shown.filter(({ kind }) => kind === "draft")).toHaveLength(3);
  expect(place.shown.at(-1)).toMatchObject({ kind: "final", text: expect.stringContaining(FINAL) });
  expect(services.logged.filter(({ level }) => level === "warn")).toHaveLength(3);
});

test("a member whose answer takes long keeps no other waiting", async () => {
  const slow = Promise.withResolvers<void>();
  const services = open({
    service: {
      answer: async (asked) => {
        if (asked.user === "discord:1") await slow.promise;
        return undefined;
      },
    },
  });
  const [slowPlace, quickPlace] = [createPlace(() => 0), createPlace(() => 0)];
  const waiting = giveAnswer({ services, asked: askedIn(services, "1"), place: slowPlace });
  await giveAnswer({ services, asked: askedIn(services, "2"), place: quickPlace });
  expect([slowPlace.shown.length, quickPlace.shown.length]).toEqual([0, 1]);
  slow.resolve();
  await waiting;
  expect(slowPlace.shown).toHaveLength(1);
  expect(services.gate.inside).toBe(0);
});

test("a bot that stops apologises for what it has not answered", async () => {
  const started = Promise.withResolvers<void>();
  const services = open({
    service: {
      answer: ({ onText, signal }) => {
        onText?.("O prazo");
        started.resolve();
        return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
      },
    },
  });
  const place = createPlace(() => performance.now());
  const giving = giveAnswer({ services, asked: askedIn(services), place });
  await started.promise;
  services.stop();
  expect(await giving).toEqual({ kind: "refused", refusal: { kind: "stopping" } });
  expect(place.shown.at(-1)?.text).toContain("Desculpe");
  expect([services.gate.inside, services.leases()]).toEqual([0, 0]);
});

test("a question that waits for a place as the bot stops is apologised for too", async () => {
  const services = open({});
  services.gate.enter = (_, signal) =>
    new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  const place = createPlace(() => 0);
  const giving = giveAnswer({ services, asked: askedIn(services), place });
  services.stop();
  await giving;
  expect(place.shown.map(({ text }) => text)).toEqual([expect.stringContaining("Desculpe")]);
});

test("an answer is of the revision that made it, whatever is put into service meanwhile", async () => {
  const [started, swapped] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const services = open({
    service: {
      revision: "b".repeat(40),
      answer: async () => {
        started.resolve();
        await swapped.promise;
        return undefined;
      },
    },
  });
  const place = createPlace(() => 0);
  const giving = giveAnswer({ services, asked: askedIn(services), place });
  await started.promise;
  const next = open({ service: { revision: "c".repeat(40) } }).service;
  if (next) services.swap(next);
  swapped.resolve();
  const outcome = await giving;
  if (outcome.kind === "refused") throw new Error("it was refused");
  expect(outcome.tag).toEndWith("bbbbbbb");
  expect(services.records.sentAnswers.find(outcome.answerId ?? "")).toMatchObject({
    revision: "b".repeat(40),
    question: "Posso desistir da compra?",
  });
  expect(place.shown[0]?.text).toContain("bbbbbbb");
});

test("an answer that cannot be kept is given without buttons that would lead nowhere", async () => {
  const services = open({});
  services.records.sentAnswers.add = () => {
    throw new Error("the disk is full");
  };
  let last: OutgoingMessage | null = null;
  const settle = async (message: OutgoingMessage) => {
    last = message;
  };
  await giveAnswer({ services, asked: askedIn(services), place: { draft: settle, settle } });
  expect(last).toMatchObject({ components: [] });
  expect(textOf(last)).toContain(FINAL);
  expect(services.logged.map(({ level }) => level)).toContain("error");
});
