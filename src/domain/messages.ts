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
    sourceAsIndexed: "Texto como foi indexado (revisão {revision}).",
    sourceFile: "Abrir o documento",
    sourceOtherRevision: "A resposta citou a revisão {revision}; este é o texto em serviço agora.",
    demoQuestion: "Pergunta",
    demoNext: "Para continuar",
    demoAsk: "outra pergunta",
    demoRevisions: "os índices publicados",
    demoDiffCommand: "o que mudou entre os dois últimos",
    demoReindex: "os seus documentos, nesta máquina",
    demoPublish: "os seus documentos, pelo Hub",
    demoHelp: "todo o resto",
    demoVisit: "a mesma coisa por HTTP",
    demoHub: "Hub desta máquina em {url}",
    demoHubApart: "Hub só da demonstração em {url}, guardado em {dir}; os seus documentos ficam como estão",
    demoPush: "Documentos em {repo}: novos {added}, alterados {changed}, iguais {unchanged}",
    demoJob: "Job no Hub: vade {command}",
    demoSpace: "Space em {url}, com o índice {tag}",
    demoChange: "Um documento muda em {repo}: novos {added}, alterados {changed}, iguais {unchanged}",
    demoSwap: "Índice trocado sem reiniciar nada: {from} → {to}",
    demoDiff: "O que mudou",
    demoRollback: "Um comando traz de volta {to}, em {ms} ms",
    demoPushBack:
      "O documento original volta a {repo}: novos {added}, alterados {changed}, iguais {unchanged}",
    demoStays: "Hub e Space continuam no ar ({url}); Ctrl-C termina",
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
    sourceAsIndexed: "Text as it was indexed (revision {revision}).",
    sourceFile: "Open the document",
    sourceOtherRevision: "The answer cited revision {revision}; this is the text in service now.",
    demoQuestion: "Question",
    demoNext: "To go on",
    demoAsk: "another question",
    demoRevisions: "the published indexes",
    demoDiffCommand: "what changed between the last two",
    demoReindex: "your own documents, on this machine",
    demoPublish: "your own documents, by way of the Hub",
    demoHelp: "everything else",
    demoVisit: "the same over HTTP",
    demoHub: "Hub of this machine at {url}",
    demoHubApart: "Hub of the demonstration alone at {url}, kept in {dir}; your documents stay as they are",
    demoPush: "Documents in {repo}: added {added}, changed {changed}, same {unchanged}",
    demoJob: "Job on the Hub: vade {command}",
    demoSpace: "Space at {url}, with index {tag}",
    demoChange: "A document changes in {repo}: added {added}, changed {changed}, same {unchanged}",
    demoSwap: "Index swapped without any restart: {from} → {to}",
    demoDiff: "What changed",
    demoRollback: "One command brings back {to}, in {ms} ms",
    demoPushBack:
      "The original document goes back to {repo}: added {added}, changed {changed}, same {unchanged}",
    demoStays: "Hub and Space stay up ({url}); Ctrl-C ends",
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
