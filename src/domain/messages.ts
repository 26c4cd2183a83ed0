/** The languages in which members are answered. */
export const LANGUAGES = ["pt-BR", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Everything that members read, in every language; `{name}` is filled in. */
const MESSAGES = {
  "pt-BR": {
    sources: "Fontes",
    page: "p. {page}",
    pages: "p. {from}–{to}",
    extractiveLabel: "Resposta feita só de trechos dos documentos, sem modelo de linguagem.",
    notFound: "Não encontrei nos documentos nada que responda a esta pergunta.",
    nearest: "O que há de mais próximo",
    nothingNear: "Nenhum trecho se aproxima da pergunta.",
    legalNotice: "Isto não é parecer jurídico; confira o texto oficial.",
    alsoIn: "O mesmo texto está em: {places}",
    passagesFor: "Trechos para: {question}",
    demoQuestion: "Pergunta",
    demoNext: "Para continuar",
    demoAsk: "outra pergunta",
    demoSearch: "trechos, sem resposta",
    demoReindex: "os seus documentos",
    demoVerify: "o índice está inteiro?",
    demoHelp: "todo o resto",
  },
  en: {
    sources: "Sources",
    page: "p. {page}",
    pages: "pp. {from}–{to}",
    extractiveLabel: "An answer made only of passages of the documents, without a language model.",
    notFound: "I found nothing in the documents that answers this question.",
    nearest: "What comes nearest",
    nothingNear: "No passage comes near the question.",
    legalNotice: "This is not legal advice; check the official text.",
    alsoIn: "The same text stands in: {places}",
    passagesFor: "Passages for: {question}",
    demoQuestion: "Question",
    demoNext: "To go on",
    demoAsk: "another question",
    demoSearch: "passages without an answer",
    demoReindex: "your own documents",
    demoVerify: "is the index whole?",
    demoHelp: "everything else",
  },
} as const satisfies Record<Language, Record<string, string>>;

export type MessageKey = keyof (typeof MESSAGES)["pt-BR"];

/** The message of a key in a language, with its places filled in. */
export function message(
  language: Language,
  key: MessageKey,
  values: Record<string, string | number> = {},
): string {
  return MESSAGES[language][key].replace(/\{(\w+)\}/g, (place, name: string) =>
    String(values[name] ?? place),
  );
}
