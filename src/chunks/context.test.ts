import { describe, expect, test } from "bun:test";
import type { Heading } from "../legal/headings.ts";
import { formatCaputHead, formatContext, formatPath } from "./context.ts";

const heading = (level: Heading["level"], label: string, name: string | null = null): Heading => ({
  level,
  label,
  name,
});

const TRAIL = [
  heading("parte", "Parte Especial"),
  heading("titulo", "Título I", "Dos Crimes contra a Pessoa"),
  heading("capitulo", "Capítulo I", "Dos Crimes contra a Vida"),
];
const UNIT = { id: "art121", label: "Art. 121" };

describe("formatPath", () => {
  test("shows the whole hierarchy with the unit last", () => {
    expect(formatPath({ trail: TRAIL, unit: UNIT })).toBe(
      "Parte Especial › Título I – Dos Crimes contra a Pessoa › Capítulo I – Dos Crimes contra a Vida › Art. 121",
    );
    expect(formatPath({ trail: [], unit: null })).toBe("");
  });

  test("shortens long names", () => {
    const long = heading("capitulo", "Capítulo I", "Da Ação Direta ".repeat(10));
    expect(formatPath({ trail: [long], unit: null }).length).toBeLessThan(100);
  });
});

describe("formatContext", () => {
  const context = (title: string, trail: Heading[], rubric: string | null = null): string =>
    formatContext(title, { trail, rubric });

  test("names the document, the innermost heading and the rubric", () => {
    expect(context("Código Penal (Decreto-Lei 2.848/1940)", TRAIL, "Homicídio simples")).toBe(
      "Código Penal › Dos Crimes contra a Vida › Homicídio simples",
    );
  });

  test("keeps the number where a law has no other name", () => {
    expect(context("Lei Complementar 140/2011", [])).toBe("Lei Complementar 140/2011");
    expect(context("Lei nº 13.709/2018 (LGPD)", [])).toBe("Lei nº 13.709/2018 (LGPD)");
  });

  test("adds the heading above one that says nothing by itself", () => {
    const trail = [...TRAIL, heading("secao", "Seção I", "Disposições Gerais")];
    expect(context("Código Penal", trail)).toBe(
      "Código Penal › Dos Crimes contra a Vida › Disposições Gerais",
    );
  });

  test("passes over headings without a name, and says nothing twice", () => {
    expect(context("Código Penal", [heading("titulo", "Título I")])).toBe("Código Penal");
    expect(context("Da Fiança", [heading("unnumbered", "Da Fiança")], "Da Fiança")).toBe("Da Fiança");
  });

  test("stays short whatever it is made of", () => {
    const long = "palavra ".repeat(100);
    expect(context(long, [heading("secao", "Seção I", long)], long).length).toBeLessThan(200);
  });
});

test("the head of a caput is its beginning, on one line", () => {
  expect(formatCaputHead("Art. 121. Matar\nalguem:")).toBe("Art. 121. Matar alguem:");
  expect(formatCaputHead("Art. 5º ".padEnd(500, "palavra ")).length).toBeLessThanOrEqual(91);
});
