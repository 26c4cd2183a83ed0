import { parseReferences } from "../../legal/references.ts";
import { STOP_WORDS } from "../../lexical/stop-words.ts";
import { normalizeQuestion } from "./normalize-question.ts";

/** English words that say nothing about what a question is about. */
const ENGLISH_STOP_WORDS: ReadonlySet<string> = new Set(
  `a an and about also are as at be but by can could did do does for from has have how i if in is it its may must of on
  or shall should so that the their then there these they this those to under was were what when where which who whom
  whose why will with would you`.split(/\s+/),
);

/**
 * What can be asked about anything, so that a question of nothing else means what was spoken of before: `qual o prazo?`,
 * `e a pena?`, `quem pode pedir?`, `explique melhor`. Folded words, by their beginnings.
 */
const GENERIC = new RegExp(
  `^(?:${[
    "prazos?|penas?|multas?|sanc(?:ao|oes)|punic|penalidade|valor(?:es)?$|excec|requisito|efeitos?$|consequenci|limites?$",
    "competen(?:te|cia)|hipotese|exemplos?|casos?$|situac|regras?$|condic|objetivo|definic|conceito|signific|finalidade",
    "diz|dispo[em]|prev[ei]|fal[ao]|trat[ao]|expli[cq]|resum|detalh|esclare[cç]|desenvolv|compar|cit[ae]|mostr",
    "pode|posso|poss[ai]|deve|cabe|vale|aplic|funcion|acontec|ocorr|exist|mud[ao]|fica|pedir|pede|fazer|faz|feito|precis",
    "leis?$|artigos?$|codigos?$|normas?$|incisos?$|paragrafos?$|alineas?$|letras?$|caput|sumulas?$|dispositivos?$",
    "anos?$|mes(?:es)?$|dias?$|entend|seguintes?$|proxim[ao]s?$|anterior(?:es)?$",
    "base|legal|legais|fundament|motivo|razao|natureza|diferenca|tipos?$|especies?$|formas?$|tempo|quant[oa]s?$",
    "responsavel|vigencia|vigor|revogad|melhor|mais$|assim|qu[ee]$|por$|entao|mas$|ai$|mesm[oa]s?$|segundo|conforme|acordo",
    "deadline|penalt|fine$|fines$|term$|terms$|exception|requirement|condition|appl[yi]|mean|says?$|happen|laws?$|articles?$",
    "section|paragraph|explain|summar|example|cases?$|difference|reason|long|much|many|more$|else",
  ].join("|")})`,
  "u",
);

export interface QuestionWords {
  /** What the question is about besides the law it names: words that are neither grammar nor asked about anything. */
  specific: string[];
  /** Those, and what can be asked about anything. */
  content: string[];
}

/** The words of a question that bear its meaning, without its references, in its order. */
export function questionWords(question: string): QuestionWords {
  const words = normalizeQuestion(parseReferences(question).topic).split(" ");
  const content = words.filter(
    (word) => /[\p{L}\p{N}]/u.test(word) && !STOP_WORDS.has(word) && !ENGLISH_STOP_WORDS.has(word),
  );
  return { content, specific: content.filter((word) => !GENERIC.test(word)) };
}
