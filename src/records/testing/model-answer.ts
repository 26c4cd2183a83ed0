import type { Answer } from "../../answers/answer.ts";

/** An answer as a model gives it, whose one citation was found in its source. */
export function modelAnswer(values: Partial<Answer> = {}): Answer {
  return {
    mode: "model",
    language: "pt-BR",
    question: "qual o prazo da apelação?",
    found: true,
    statements: [
      { text: "O prazo é de 15 dias [1].", citations: [1], quoted: false, flags: [], block: 0, marker: null },
    ],
    citations: [
      {
        number: 1,
        document: { path: "docs/cpc.pdf", title: "Código de Processo Civil" },
        unit: "art1003",
        path: "Livro III › Art. 1.003",
        rubric: null,
        pageFrom: 3,
        pageTo: 4,
        link: "https://example.org/cpc.pdf#page=3",
        source: "/fonte/abc/docs/cpc.pdf#art1003",
        verified: true,
      },
    ],
    nearest: [],
    notice: null,
    made: {
      model: "org/model",
      promptVersion: "1",
      cached: false,
      firstTokenMs: 400,
      totalMs: 2000,
      costUsd: 0.0004,
    },
    ...values,
  };
}
