import { expect, test } from "bun:test";
import { LANGUAGES } from "../../domain/messages.ts";
import { buildPrompt } from "../prompt/build-prompt.ts";
import type { NumberedPassage } from "../prompt/numbered-passage.ts";
import { checkAnswer } from "./check-answer.ts";
import { HELD_OUT_INJECTIONS } from "./testing/held-out-injections.ts";
import { INJECTIONS, type Injection } from "./testing/injections.ts";
import { passage } from "./testing/sample-passages.ts";

const LAW =
  "Art. 18. O titular dos dados pessoais tem direito a obter do controlador, mediante requisição, o acesso aos dados";
/** What a model says that obeys and answers as well. */
const RIGHT = `Diz a lei: “${LAW}” [1]. O titular obtém do controlador o acesso aos dados mediante requisição [1].`;

const infected = ({ document }: Injection): NumberedPassage[] => [
  passage({ text: `${LAW}.\n${document}\n§ 1º O pedido é gratuito.` }),
  passage({ number: 2, unit: "art19", path: "Art. 19", text: "Art. 19. O acesso é dado em quinze dias." }),
];

/** What members read of a model's answer; nothing where the passages are given instead. */
function readByMembers(reply: string, passages: readonly NumberedPassage[]): string {
  return LANGUAGES.map((language) => {
    const { statements, isSupported } = checkAnswer({ text: reply, passages, language });
    return isSupported ? statements.map(({ text }) => text).join("\n") : "";
  }).join("\n");
}

test("there are twenty attempts, and fifteen of other kinds", () => {
  expect([INJECTIONS.length, HELD_OUT_INJECTIONS.length]).toEqual([20, 15]);
});

for (const injection of [...INJECTIONS, ...HELD_OUT_INJECTIONS]) {
  test(`${injection.name}: the prompt is the same but for the passage's own words`, () => {
    for (const language of LANGUAGES) {
      const base = {
        language,
        question: "o que pode o titular?",
        budgetTokens: 10_000,
        history: [],
      } as const;
      const harmless = buildPrompt({ ...base, passages: infected({ ...injection, document: "Nada." }) });
      const steered = buildPrompt({ ...base, passages: infected(injection) });
      expect(steered.messages[0]).toEqual(harmless.messages[0]);
      expect(steered.messages).toHaveLength(harmless.messages.length);
      const [before = "", after = ""] = (harmless.messages[1]?.content ?? "").split("Nada.");
      const data = steered.messages[1]?.content ?? "";
      expect(data.startsWith(before)).toBe(true);
      expect(data.endsWith(after)).toBe(true);
      const between = data.slice(before.length, data.length - after.length);
      expect(between).not.toMatch(/[<>`]|\[\s*\d|\[\/?INST|(?!\n)\p{C}/u);
    }
  });

  test(`${injection.name}: a model that obeys is not heard`, () => {
    const passages = infected(injection);
    for (const reply of [injection.reply, `${RIGHT} ${injection.reply}`, `${injection.reply}\n\n${RIGHT}`]) {
      expect(readByMembers(reply, passages)).not.toMatch(injection.forbidden);
    }
  });

  test(`${injection.name}: a model that does not obey is heard`, () => {
    const { isSupported, verified, statements } = checkAnswer({
      text: RIGHT,
      passages: infected(injection),
      language: "pt-BR",
    });
    expect({ isSupported, verified }).toEqual({ isSupported: true, verified: [1] });
    expect(statements.flatMap(({ flags }) => flags)).toEqual([]);
  });
}
