import { LANGUAGES } from "../../domain/messages.ts";
import { renderMessages } from "./render-prompt.ts";

const VERSION_HEX_DIGITS = 12;

/** Data that has everything which a prompt can show. */
const SAMPLE = {
  question: "?",
  passages: [
    {
      number: 1,
      document: { path: "a", title: "A" },
      unit: "art1",
      path: "Art. 1º",
      rubric: "R",
      pageFrom: 1,
      pageTo: 2,
      text: "<[1]>",
    },
  ],
  history: [{ question: "?", answer: "." }],
};

/**
 * Which prompt an answer was made with: a digest of what a model is told in every language, so that it changes with the
 * templates' content and with the way data is fenced, and cannot be forgotten.
 */
export const PROMPT_VERSION: string = new Bun.CryptoHasher("sha256")
  .update(JSON.stringify(LANGUAGES.map((language) => renderMessages({ language, ...SAMPLE }))))
  .digest("hex")
  .slice(0, VERSION_HEX_DIGITS);
