import { expect, test } from "bun:test";
import { LANGUAGES } from "../../domain/messages.ts";
import { textOf } from "../testing/fake-responder.ts";
import type { QuestionRefusal } from "./answer-question.ts";
import { elsewhereNotice, questionTextNotice, refusalNotice } from "./refusal-notice.ts";

const HOSTILE = "[**@everyone**](https://evil.example) <@1> `x`";
const REFUSALS: QuestionRefusal[] = [
  { kind: "cooldown", retryAfterMs: 1 },
  { kind: "guild-busy" },
  { kind: "busy" },
  { kind: "stopping" },
  { kind: "not-ready" },
  { kind: "timed-out" },
  { kind: "not-worth-giving" },
  {
    kind: "document-unknown",
    asked: HOSTILE.repeat(100),
    nearest: Array.from({ length: 50 }, () => HOSTILE),
  },
  { kind: "document-elsewhere", asked: HOSTILE, documents: Array.from({ length: 500 }, () => HOSTILE) },
];

test("every refusal is said in every language, in words that are filled in, within Discord's limits", () => {
  for (const language of LANGUAGES) {
    const notices = [
      ...REFUSALS.map((refusal) => refusalNotice(refusal, language)),
      questionTextNotice({ kind: "empty" }, language),
      questionTextNotice({ kind: "too-long", chars: 2500 }, language),
      elsewhereNotice(
        Array.from({ length: 400 }, (_, i) => `${1_200_000_000_000_000_000n + BigInt(i)}`),
        language,
      ),
    ];
    for (const notice of notices) {
      const [embed] = notice.embeds ?? [];
      expect(textOf(notice)).not.toMatch(/\{\w+\}/);
      expect((embed?.description ?? "").length).toBeWithin(1, 4097);
      expect((embed?.title ?? "").length).toBeWithin(1, 257);
    }
  }
});

test("a name that somebody typed neither formats, nor mentions, nor links", () => {
  for (const refusal of REFUSALS.slice(-2)) {
    const text = textOf(refusalNotice(refusal, "pt-BR"));
    expect(text).not.toContain("<@1>");
    expect(text).not.toContain("](https://");
    expect(text).not.toContain("@everyone");
  }
});

test("a pause of less than a second is told as one", () => {
  expect(textOf(refusalNotice({ kind: "cooldown", retryAfterMs: 1 }, "pt-BR"))).toContain("daqui a 1 s");
});
