import { expect, test } from "bun:test";
import { isEmptied } from "./emptied-provision.ts";

test("a provision of which only a note is left is recognised in all its forms", () => {
  const gone = [
    "Art. 28. (VETADO).",
    "Art. 1º (VETADO)",
    "Art. 111-A. (Revogado pela Emenda Constitucional n 126, de 2022)",
    "Art. 500. (Revogado pela Lei nº 11.719, de 2008).\n§ 1º (Revogado pela Lei nº 11.719, de 2008).",
    "Art. 691 - (Suprimido pelo Decreto-lei nº 8.737, de 19.1.1946)",
    "Art. 1.620. a 1.629. (Revogados)",
    "Art. 52 a 58: (Revogados)",
    "Art. 117. e Parágrafo único. (Revogados)",
    "Art. 12. Revogado.",
    "(Vetado)",
  ];
  for (const text of gone) expect([text, isEmptied(text)]).toEqual([text, true]);
});

test("a provision that speaks of revoking, or keeps some of its text, is not", () => {
  const alive = [
    "Art. 35. A guarda poderá ser revogada a qualquer tempo, mediante ato judicial fundamentado.",
    "Art. 253. Ficam revogadas a Lei nº 1.711, de 28 de outubro de 1952, e as demais disposições em contrário.",
    "Art. 92. O Ministério Público atuará sempre como fiscal da lei.\nParágrafo único: (Vetado).",
    "Art. 64. A gratificação será paga até o dia 20.\nParágrafo único. (VETADO).",
    `Art. 9º (Revogado) ${"e um texto longo que ficou ".repeat(8)}`,
    "",
  ];
  for (const text of alive) expect([text, isEmptied(text)]).toEqual([text, false]);
});
