import { describe, expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { sharedPath } from "../../testing/shared.ts";
import { withPdf } from "../pdf/open-pdf.ts";
import { readPages } from "../pdf/read-pages.ts";
import { isGarbage } from "./is-garbage.ts";

const LAW =
  "Art. 5º Todos são iguais perante a lei, sem distinção de qualquer natureza, garantindo-se aos brasileiros e aos " +
  "estrangeiros residentes no País a inviolabilidade do direito à vida.";

describe("isGarbage", () => {
  test("finds letters that stand for other letters", () => {
    const shifted = [...LAW].map((char) => (/\p{L}/u.test(char) ? shift(char) : char)).join("");
    expect(isGarbage(shifted)).toBe(true);
  });

  test("finds characters that stand for nothing", () => {
    expect(isGarbage(LAW.replace(/[aei]/g, "\ufffd"))).toBe(true);
    expect(isGarbage(LAW.replace(/[aei]/g, "\ue012"))).toBe(true);
    expect(isGarbage(LAW.replace(/[aei]/g, "\u0003"))).toBe(true);
  });

  test("passes law, other languages, other scripts, tables and little text", () => {
    for (const text of [
      LAW,
      "The quick brown fox jumps over the lazy dog, and nobody in the whole of the county has ever seen it come back again.",
      "Zákon č. 89/2012 Sb., občanský zákoník, zrušuje některé části předchozích předpisů a upravuje vztahy soukromého práva osob.",
      "日本国民は、正当に選挙された国会における代表者を通じて行動し、われらとわれらの子孫のために、諸国民との協和による成果と、わが国全土にわたつて自由のもたらす恵沢を確保し、政府の行為によつて再び戦争の惨禍が起ることのないやうにすることを決意し",
      "1.200,00 3.400,00 5% 7,5% 15% 22,5% 27,5% 869,36 896,00 ".repeat(5),
      "xkq zrt",
    ])
      expect(isGarbage(text)).toBe(false);
  });

  const docs = sharedPath("corpus/docs_rag");
  test.skipIf(docs === null)("fires on no page of the corpus", async () => {
    const names = readdirSync(docs ?? "", { recursive: true, encoding: "utf8" }).filter((name) =>
      name.endsWith(".pdf"),
    );
    const garbled: string[] = [];
    for (const name of names) {
      const pages = await withPdf(await Bun.file(join(docs ?? "", name)).bytes(), readPages);
      for (const { number, runs } of pages)
        if (isGarbage(runs.map((run) => run.text).join(" "))) garbled.push(`${name}: ${number}`);
    }
    expect(names.length).toBeGreaterThan(10);
    expect(garbled).toEqual([]);
  });
});

/** As a font whose letters are numbered from another start, without a map. */
function shift(char: string): string {
  return String.fromCodePoint((char.codePointAt(0) ?? 0) + 7);
}
