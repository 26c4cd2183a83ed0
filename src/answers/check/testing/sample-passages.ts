import type { NumberedPassage } from "../../prompt/numbered-passage.ts";

/** A passage of a law that never was, with what a test says of it. */
export function passage(values: Partial<NumberedPassage>): NumberedPassage {
  return {
    number: 1,
    document: { path: "docs_rag/lei.pdf", title: "Lei nº 13.709/2018 (LGPD)" },
    unit: "art18",
    path: "Capítulo III › Art. 18",
    rubric: null,
    pageFrom: null,
    pageTo: null,
    text: "Art. 18. O titular dos dados pessoais tem direito a obter do controlador.",
    ...values,
  };
}

export const SAMPLE_PASSAGES: readonly NumberedPassage[] = [
  passage({
    number: 1,
    document: { path: "docs_rag/cf.pdf", title: "Constituição Federal de 1988" },
    unit: "art5",
    path: "Título II – Dos Direitos e Garantias Fundamentais › Art. 5º",
    text: "Art. 5º Todos são iguais perante a lei, sem distinção de qualquer natureza, garantindo-se aos brasileiros e aos estrangeiros residentes no País a inviolabilidade do direito à vida, à liberdade e à igualdade, nos termos seguintes:\n[…]\nLXXIV - o Estado prestará assistência jurídica integral e gratuita aos que comprovarem insuficiência de recursos;",
  }),
  passage({
    number: 2,
    text: "Art. 18. O titular dos dados pessoais tem direito a obter do controlador, a qualquer momento e mediante requisição:\nI – confirmação da existência de tratamento;\nII – acesso aos dados;\n§ 1º O titular não pode renunciar ao direito de petição, salvo nos casos do art. 20 desta Lei.",
  }),
  passage({
    number: 3,
    document: { path: "docs_rag/tst.rtf", title: "Súmulas do TST" },
    unit: "sumula331",
    path: "Súmula 331",
    text: "Súmula 331. O inadimplemento das obrigações trabalhistas, por parte do empregador, implica a responsabilidade subsidiária do tomador dos serviços.",
  }),
];
