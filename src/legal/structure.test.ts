import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { TextBlock } from "../domain/document-text.ts";
import { findStructure, type Section } from "./structure.ts";

/** Blocks from lines; one that begins with `#` is set as a heading in the file. */
function blocksOf(lines: readonly string[]): TextBlock[] {
  return lines.map((line) => ({ text: line.replace(/^#/, ""), heading: line.startsWith("#"), pages: [] }));
}

/** Text enough for a few headings to be a small share of it, as in a real document. */
const FILLER = "Texto corrido do documento. ".repeat(20).trim();

/** Sections as lines: `Título I – Nome › Art. 1º [rubric] = text | text`. */
function outline(lines: readonly string[], skip: number | null = null): string[] {
  const blocks = blocksOf(lines);
  return findStructure(blocks, skip).map((section) => showSection(section, blocks));
}

function showSection({ trail, unit, rubric, pieces }: Section, blocks: readonly TextBlock[]): string {
  const path = trail.map(({ label, name }) => (name === null ? label : `${label} – ${name}`));
  const text = pieces
    .map(({ block, start, end }) => blocks[block]?.text.slice(start, end).trim())
    .join(" | ");
  return `${[...path, unit?.label ?? "–"].join(" › ")}${rubric === null ? "" : ` [${rubric}]`} = ${text}`;
}

describe("articles and what stands above them", () => {
  test("headings with their names on the next line", () => {
    expect(
      outline([
        "TÍTULO I",
        "DISPOSIÇÕES GERAIS",
        "CAPÍTULO I",
        "Do Alvo",
        "Art. 1º Um.",
        "Art. 2º Dois.",
        "CAPÍTULO II",
        "Do Meio",
        "Art. 3º Três.",
      ]),
    ).toEqual([
      "Título I – Disposições Gerais › Capítulo I – Do Alvo › Art. 1º = Art. 1º Um.",
      "Título I – Disposições Gerais › Capítulo I – Do Alvo › Art. 2º = Art. 2º Dois.",
      "Título I – Disposições Gerais › Capítulo II – Do Meio › Art. 3º = Art. 3º Três.",
    ]);
  });

  test("a name that goes on in a further line, and notes between a heading and its name", () => {
    expect(
      outline([
        "CAPÍTULO I",
        "DOS ATOS LESIVOS À",
        "ADMINISTRAÇÃO PÚBLICA",
        "Art. 1º Um.",
        "Seção I",
        "(Incluída pela Lei nº 1, de 2009).",
        "Da Forma",
        "Art. 2º Dois.",
      ]),
    ).toEqual([
      "Capítulo I – Dos Atos Lesivos à Administração Pública › Art. 1º = Art. 1º Um.",
      "Capítulo I – Dos Atos Lesivos à Administração Pública › Seção I – Da Forma › Art. 2º = Art. 2º Dois.",
    ]);
  });

  test("a rubric belongs to the article below it, not to the one above", () => {
    expect(
      outline([
        "Art. 1º Um.",
        "Homicídio simples",
        "Art. 2º Dois.",
        "Pena - reclusão",
        "Feminicídio (Incluído pela Lei nº 2)",
        "(Vide Lei nº 3)",
        "Art. 3º Três.",
      ]),
    ).toEqual([
      "Art. 1º = Art. 1º Um.",
      "Art. 2º [Homicídio simples] = Art. 2º Dois. | Pena - reclusão",
      "Art. 3º [Feminicídio] = Art. 3º Três.",
    ]);
  });

  test("a name cut short in print does not swallow the rubric below it", () => {
    expect(
      outline([
        "Art. 1º Um.",
        "#TÍTULO II",
        "#DOS CRIMES CONTRA",
        "Atentado contra a liberdade",
        "Art. 2º Dois.",
        "Art. 3º Três.",
      ])[1],
    ).toBe("Título II – Dos Crimes contra › Art. 2º [Atentado contra a liberdade] = Art. 2º Dois.");
  });

  test("a title line within an article stays in it", () => {
    expect(
      outline(["Art. 1º Matar:", "Homicídio qualificado", "§ 1º Se:", "I - um;", "Art. 2º Dois."])[0],
    ).toBe("Art. 1º = Art. 1º Matar: | Homicídio qualificado | § 1º Se: | I - um;");
  });

  test("an unnumbered heading set as one covers the articles up to the next", () => {
    const lines = ["#CAPÍTULO I", "#Dos Impostos", "#Impôsto de Importação", "Art. 1º Um.", "Art. 2º Dois."];
    const more = [
      "#Impôsto de Exportação",
      "Art. 3º Três.",
      "Art. 4º Quatro.",
      "Art. 5º Cinco.",
      "Art. 6º Seis.",
    ];
    const paths = outline([...lines, ...more, "Art. 7º Sete.", FILLER]).map((line) => line.split(" = ")[0]);
    expect(paths).toEqual([
      "Capítulo I – Dos Impostos › Impôsto de Importação › Art. 1º",
      "Capítulo I – Dos Impostos › Impôsto de Importação › Art. 2º",
      "Capítulo I – Dos Impostos › Impôsto de Exportação › Art. 3º",
      "Capítulo I – Dos Impostos › Impôsto de Exportação › Art. 4º",
      "Capítulo I – Dos Impostos › Impôsto de Exportação › Art. 5º",
      "Capítulo I – Dos Impostos › Impôsto de Exportação › Art. 6º",
      "Capítulo I – Dos Impostos › Impôsto de Exportação › Art. 7º",
    ]);
  });

  test("rubrics set as headings are rubrics still", () => {
    expect(outline(["#Alvo", "Art. 1º Um.", "#Meio", "Art. 2º Dois.", "Art. 3º Três."])).toEqual([
      "Art. 1º [Alvo] = Art. 1º Um.",
      "Art. 2º [Meio] = Art. 2º Dois.",
      "Art. 3º = Art. 3º Três.",
    ]);
  });

  test("a head glued to the heading or to the article before it", () => {
    expect(
      outline([
        "Art. 1º Um.",
        "Das Unidades Autônomas Art. 2º Dois.",
        "Art. 3º (Revogado). Art. 4º Quatro.",
        "Art. 5º Cinco, nos termos do Art. 9º da lei.",
      ]),
    ).toEqual([
      "Art. 1º = Art. 1º Um.",
      "Das Unidades Autônomas › Art. 2º = Art. 2º Dois.",
      "Das Unidades Autônomas › Art. 3º = Art. 3º (Revogado).",
      "Das Unidades Autônomas › Art. 4º = Art. 4º Quatro.",
      "Das Unidades Autônomas › Art. 5º = Art. 5º Cinco, nos termos do Art. 9º da lei.",
    ]);
  });

  test("provisions within one paragraph are pieces of their own", () => {
    expect(
      outline([
        "Art. 1º São fundamentos: I - a soberania; II - a cidadania. Parágrafo único. Todo poder.",
        "Art. 2º Dois.",
      ])[0],
    ).toBe(
      "Art. 1º = Art. 1º São fundamentos: | I - a soberania; | II - a cidadania. | Parágrafo único. Todo poder.",
    );
  });
});

describe("quotations of other norms", () => {
  test("quoted articles, headings and rubrics stay in the article that quotes them", () => {
    expect(
      outline([
        "Art. 1º Um.",
        "Art. 2º O Código passa a vigorar acrescido do seguinte Capítulo II-B:",
        "“CAPÍTULO II-B",
        "DOS CRIMES EM LICITAÇÕES",
        "Contratação ilegal",
        "Art. 337-E. Admitir:",
        "Art. 337-F. Frustrar.” (NR)",
        "Art. 3º Três.",
      ]),
    ).toEqual([
      "Art. 1º = Art. 1º Um.",
      "Art. 2º = Art. 2º O Código passa a vigorar acrescido do seguinte Capítulo II-B: | “CAPÍTULO II-B | DOS CRIMES EM LICITAÇÕES | Contratação ilegal | Art. 337-E. Admitir: | Art. 337-F. Frustrar.” (NR)",
      "Art. 3º = Art. 3º Três.",
    ]);
  });

  test("without quotation marks too", () => {
    expect(
      outline([
        "Art. 1º A Lei nº 5 passa a vigorar com a seguinte redação:",
        "CAPÍTULO IV",
        "DA FORMA",
        "Art. 15. Quinze.",
        "Art. 16. Dezesseis.",
        "Art. 17. Dezessete. (NR)",
        "CAPÍTULO II",
        "DO FIM",
        "Art. 2º Dois.",
        "Art. 3º Três.",
      ]).map((line) => line.split(" = ")[0]),
    ).toEqual(["Art. 1º", "Capítulo II – Do Fim › Art. 2º", "Capítulo II – Do Fim › Art. 3º"]);
  });

  test("a forgotten closing mark does not swallow the headings after it", () => {
    expect(
      outline([
        "Art. 1º A Lei passa a vigorar:",
        "“Art. 9º Nove.",
        "CAPÍTULO II",
        "DO FIM",
        "Art. 2º Dois.",
      ]).at(-1),
    ).toBe("Capítulo II – Do Fim › Art. 2º = Art. 2º Dois.");
  });
});

describe("what lies outside of units", () => {
  test("front matter, closing formula and annexes", () => {
    expect(
      outline(
        [
          "Lei do Alvo",
          "LEI Nº 5, DE 2 DE MAIO DE 2001",
          "O PRESIDENTE Faço saber:",
          "Art. 1º Um.",
          "Art. 2º Dois.",
          "Brasília, 2 de maio de 2001; 180º da Independência.",
          "FULANO DE TAL",
          "ANEXO I",
          "TABELA DE TAXAS",
          "Taxa de um: cinco reais.",
        ],
        0,
      ),
    ).toEqual([
      "– = LEI Nº 5, DE 2 DE MAIO DE 2001 | O PRESIDENTE Faço saber:",
      "Art. 1º = Art. 1º Um.",
      "Art. 2º = Art. 2º Dois.",
      "– = Brasília, 2 de maio de 2001; 180º da Independência. | FULANO DE TAL",
      "Anexo I – Tabela de Taxas › – = Taxa de um: cinco reais.",
    ]);
  });

  test("the act's own epigraph heads nothing, even right above the first heading or set as one", () => {
    for (const epigraph of ["LEI Nº 5, DE 2 DE MAIO DE 2001", "#LEI Nº 5, DE 2 DE MAIO DE 2001"]) {
      expect(outline([epigraph, "CAPÍTULO I", "DO ALVO", "Art. 1º Um.", `Art. 2º ${FILLER}`])).toEqual([
        "– = LEI Nº 5, DE 2 DE MAIO DE 2001",
        "Capítulo I – Do Alvo › Art. 1º = Art. 1º Um.",
        `Capítulo I – Do Alvo › Art. 2º = Art. 2º ${FILLER}`,
      ]);
    }
  });

  test("an annexed regulation counts from one again", () => {
    expect(
      outline([
        "Art. 1º Fica aprovado o Regulamento.",
        "Art. 2º Dois.",
        "ANEXO",
        "REGULAMENTO",
        "Art. 1º Um.",
        "Art. 2º Outro.",
      ]).map((line) => line.split(" = ")[0]),
    ).toEqual(["Art. 1º", "Art. 2º", "Anexo – Regulamento › Art. 1º", "Anexo – Regulamento › Art. 2º"]);
  });

  test("a link to an annex above the first article heads nothing", () => {
    expect(
      outline([
        "ATO DAS DISPOSIÇÕES CONSTITUCIONAIS TRANSITÓRIAS",
        "Texto compilado, com as alterações adotadas.",
        "TÍTULO I",
        "Dos Princípios",
        "Art. 1º Um.",
        "Art. 2º Dois.",
      ])[1],
    ).toBe("Título I – Dos Princípios › Art. 1º = Art. 1º Um.");
  });

  test("headings under which nothing stands become text", () => {
    expect(
      outline([
        "CAPÍTULO I",
        "DO ALVO",
        "CAPÍTULO II",
        "DO MEIO",
        "CAPÍTULO II",
        "DO MEIO",
        "Art. 1º Um.",
        "Art. 2º Dois.",
      ]),
    ).toEqual([
      "– = CAPÍTULO I | DO ALVO",
      "Capítulo II – Do Meio › Art. 1º = Art. 1º Um.",
      "Capítulo II – Do Meio › Art. 2º = Art. 2º Dois.",
    ]);
  });
});

describe("collections of súmulas", () => {
  test("each is a unit with its head", () => {
    expect(
      outline([
        "Súmula 1 - STF",
        "É vedada a expulsão.",
        "Súmula 2 - STF",
        "Concede-se liberdade.",
        "Precedentes: HC 1.",
      ]),
    ).toEqual([
      "Súmula 1 = Súmula 1 - STF | É vedada a expulsão.",
      "Súmula 2 = Súmula 2 - STF | Concede-se liberdade. | Precedentes: HC 1.",
    ]);
  });

  test("the court is named where a document lists those of several", () => {
    const lines = [
      "Súmula 7 - STJ",
      "A pretensão.",
      "Súmula 7 - TNU",
      "Descabe incidente.",
      "Súmula Vinculante 7",
      "A norma.",
    ];
    expect(outline(lines).map((line) => line.split(" = ")[0])).toEqual([
      "Súmula 7 do STJ",
      "Súmula 7 da TNU",
      "Súmula Vinculante 7",
    ]);
  });

  test("a mention between the articles of a norm is none", () => {
    expect(outline(["Art. 1º Um.", "Súmula 7 - STJ", "Art. 2º Dois."])).toHaveLength(2);
  });
});

describe("documents that are no norm", () => {
  test("articles quoted in no order are text, and headings make the trail", () => {
    const first = [
      "#1 Questão",
      "#1.1 Enunciado",
      "Assinale.",
      "#1.2 Fundamento",
      FILLER,
      "Art. 66. Extingue-se.",
    ];
    const second = ["#2 Questão", "#2.1 Enunciado", "Outra.", "Art. 5º Cinco."];
    expect(outline([...first, ...second])).toEqual([
      "1 Questão › 1.1 Enunciado › – = Assinale.",
      `1 Questão › 1.2 Fundamento › – = ${FILLER} | Art. 66. Extingue-se.`,
      "2 Questão › 2.1 Enunciado › – = Outra. | Art. 5º Cinco.",
    ]);
  });

  test("where everything is set as a heading, nothing is one", () => {
    expect(outline(["#Alfa", "#Beta", "#Gama"])).toEqual(["– = Alfa | Beta | Gama"]);
  });
});

const line = fc.oneof(
  fc.constantFrom(
    "TÍTULO I",
    "CAPÍTULO II",
    "DISPOSIÇÕES GERAIS",
    "Homicídio simples",
    "#Introdução",
    "ANEXO I",
    "(Vide Lei nº 3)",
    "§ 1º Se houver.",
    "I - um;",
    "Súmula 7 - STJ",
    "“Art. 9º Nove.",
    "Brasília, 2 de maio de 2001",
    "PARTE GERAL",
    "LIVRO I DAS PESSOAS TÍTULO I DOS BENS",
  ),
  fc
    .integer({ min: 1, max: 12 })
    .map((number) => `Art. ${number}. Texto do artigo. Art. ${number + 1}. Mais.`),
  fc.string({ maxLength: 60 }).filter((text) => text.trim() !== "" && !text.startsWith("#")),
);

test("every word is in exactly one piece, or in a heading or rubric", () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
      const blocks = blocksOf(lines);
      const sections = findStructure(blocks);
      const covered = blocks.map(({ text }) => new Uint8Array(text.length));
      for (const piece of sections.flatMap(({ pieces }) => pieces)) {
        for (let at = piece.start; at < piece.end; at++) {
          const marks = covered[piece.block];
          if (marks === undefined) throw new Error("a piece of no block");
          marks[at] = (marks[at] ?? 0) + 1;
        }
      }
      expect(covered.every((marks) => marks.every((times) => times <= 1))).toBe(true);
      const isLost = (block: number): boolean =>
        [...(blocks[block]?.text ?? "")].some(
          (letter, at) => covered[block]?.[at] === 0 && /\S/.test(letter),
        );
      const shown = sections
        .flatMap(({ trail, rubric }) => [
          ...trail.flatMap(({ label, name }) => [label, name ?? ""]),
          rubric ?? "",
        ])
        .join(" ")
        .toLowerCase();
      blocks.forEach(({ text }, block) => {
        if (!isLost(block)) return;
        // A heading printed twice in a row is kept once.
        if (blocks.some((other, at) => other.text === text && !isLost(at))) return;
        const words =
          text
            .toLowerCase()
            .replace(/\(.*\)/, "")
            .match(/\p{L}{3,}/gu) ?? [];
        expect(words.filter((word) => !shown.includes(word))).toEqual([]);
      });
      expect(sections.every(({ pieces }) => pieces.length > 0)).toBe(true);
    }),
    { numRuns: 300 },
  );
});
