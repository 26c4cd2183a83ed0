import { foldAccents } from "../../legal/norm-names.ts";
import { TEMPLATES } from "../prompt/templates.ts";
import { comparable } from "./comparable.ts";
import { visibleText } from "./visible-text.ts";

/** What only a text says that is written to a language model. Accents folded, small letters. */
const ORDER = new RegExp(
  [
    String.raw`\b(?:ignor|desconsider|esque[cç]|disregard|forget|override)\w*\b.{0,40}\b(?:instruc\w*|instruct\w*|regras|rules|ordens|prompt|acima|above|anterior\w*|previous)`,
    String.raw`(?:^|[\s<\[|])(?:system|sistema|assistant|assistente|developer|user|usuario)\s*(?:\||\]|>)?\s*:\s`,
    String.raw`<\|?\s*\/?\s*(?:im_start|im_end|system|assistant|user|endoftext)|\[\/?(?:inst|sys\w*)\]|<<\/?sys>>`,
    String.raw`\b(?:voce|vc)\s+(?:agora\s+)?(?:e|sera|passa\s+a\s+ser|deve\s+agir)\s+(?:agora\s+)?(?:um|uma|o|a|como)?\s*(?:\w+bot|pirata|dan|assistente|ia|modelo|robo|administrador)`,
    String.raw`\byou\s+are\s+(?:now|no\s+longer)\b|\bfrom\s+now\s+on,?\s+you\b|\ba\s+partir\s+de\s+agora,?\s+(?:voce|responda|aja)`,
    String.raw`\b(?:system|developer)\s+(?:prompt|message|override)|\bprompt\s+(?:do\s+sistema|inicial|secreto)|\bmensagem\s+do\s+sistema`,
    String.raw`\b(?:modelo\s+de\s+linguagem|inteligencia\s+artificial|language\s+model|chatbot|llm)\b.{0,60}\b(?:deve|responda|escreva|diga|must|should|reply|write|say)\b`,
    String.raw`\b(?:responda|reply|respond|answer|escreva|write|repita|repeat|imprima|print|output|diga|say|reveal|revele|mencione|mention|cite|inclua|include|acrescente|append)\b.{0,60}\b(?:prompt|instruc\w*|instruct\w*|@?everyone|@?here|\[?99\]?|na\s+resposta|in\s+(?:the|your)\s+(?:answer|reply))`,
  ].join("|"),
  "u",
);
/** Sentences and lines, which is what an order is. */
const PIECE = /[^\n.!?]*(?:[.!?]+(?=\s|$)|\n|$|[.!?])/gu;

/** Whether a sentence of a document speaks to a language model. */
export function isOrder(sentence: string): boolean {
  return ORDER.test(foldAccents(visibleText(sentence)).toLowerCase());
}

/** A passage without what it says to a language model, which bears no statement about the law. */
export function withoutOrders(text: string): string {
  if (!isOrder(text.replaceAll("\n", " \n "))) return text;
  return text.replace(PIECE, (piece) => (isOrder(piece) ? " […] " : piece));
}

/** First person of the one who answers, in a text that should speak of the law. */
const OF_ITSELF =
  /\b(?:eu\s+sou|sou\s+(?:agora\s+)?(?:um|uma|o|a|seu|sua)\b|agora\s+(?:eu\s+)?sou\b|a\s+partir\s+de\s+agora|meu\s+nome\s+e|me\s+chamo|como\s+(?:um|uma)?\s*(?:ia|inteligencia\s+artificial|modelo\s+de\s+linguagem|assistente)\b|(?:minhas?|meu)\s+(?:instruc\w+|regras|prompt|programacao)|fui\s+(?:instruid|programad|treinad)\w|modo\s+(?:dan|desenvolvedor|administrador)|i\s+am\s+(?:now|an?|the|your)\b|i'?m\s+(?:now|an?|the|your)\b|my\s+name\s+is|as\s+an?\s+(?:ai|language\s+model|assistant)|my\s+(?:instructions|rules|prompt)|i\s+was\s+(?:told|instructed|trained)|(?:developer|dan|admin)\s+mode|system\s+prompt|prompt\s+do\s+sistema|mensagem\s+do\s+sistema|system\s+message|jailbr\w+)/u;

/** As many words in a row as these are the prompt's own, not a coincidence. */
const LEAK_WORDS = 6;
const RULES: ReadonlySet<string> = new Set(
  Object.values(TEMPLATES).flatMap(({ system, reminder }) => runsOfWords(`${system} ${reminder}`)),
);

/** Whether a text tells of the prompt, or speaks as somebody else than the one who answers. */
export function leavesRole(text: string): boolean {
  if (OF_ITSELF.test(foldAccents(text).toLowerCase())) return true;
  return runsOfWords(text).some((run) => RULES.has(run));
}

function runsOfWords(text: string): string[] {
  const words = comparable(text).match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.slice(LEAK_WORDS - 1).map((_, index) => words.slice(index, index + LEAK_WORDS).join(" "));
}
