import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { articleUnit, parseArticleNumber } from "./articles.ts";
import { type ArticleCandidate, chooseArticles } from "./sequence.ts";

/**
 * Candidates from a line of marks: `“5` quoted, `(5` inside an open quotation, `5!` announced, `~5` within a paragraph,
 * `5n` of new wording, `#1` behind the heading of an annex, `5..8` a range.
 */
function candidates(line: string): ArticleCandidate[] {
  return line.split(" ").map((mark) => {
    const [first = "", last] = mark.replace(/[“(!~n#]/g, "").split("..");
    const article = parseArticleNumber(first);
    if (article === null) throw new Error(`no article: ${mark}`);
    return {
      article,
      last: last === undefined ? null : parseArticleNumber(last),
      only: mark.includes("u"),
      quoted: mark.includes("“"),
      insideQuote: mark.includes("("),
      newWording: mark.includes("n"),
      announced: mark.includes("!"),
      inline: mark.includes("~"),
      newDivision: mark.includes("#"),
    };
  });
}

/** The units of each run, or their positions where the same number comes more than once. */
function chosen(line: string): string {
  const all = candidates(line);
  const marks = line.split(" ");
  return chooseArticles(all)
    .map((run) => run.map((index) => marks[index]).join(" "))
    .join(" | ");
}

describe("chooseArticles", () => {
  test.each([
    ["a plain norm", "1 2 3 4 5", "1 2 3 4 5"],
    ["gaps where articles were revoked", "1 2 5 6 7 20 21", "1 2 5 6 7 20 21"],
    ["letters behind numbers", "1 2 2-A 2-B 3", "1 2 2-A 2-B 3"],
    ["a letter that is missing", "1 2 2-A 2-C 3", "1 2 2-A 2-C 3"],
    ["a range", "1 2 3..8 9 10", "1 2 3..8 9 10"],
    ["an excerpt", "121 122 123 124", "121 122 123 124"],
    ["quoted articles", "1 “5 “6 2 3", "1 2 3"],
    ["quoted articles that would go on from the one that quotes them", "1 2 “3 “4 3 4", "1 2 3 4"],
    ["a quotation without marks, announced", "1 5! 6 7 8 9 10 2 3", "1 2 3"],
    [
      "a quotation without marks far longer than the norm",
      `1 2 ${Array.from({ length: 120 }, (_, i) => (i === 0 ? "10!" : i + 10)).join(" ")} 3 4`,
      "1 2 3 4",
    ],
    ["an annex announced as if it were quoted", "1 2 #1! 2 3 4 5", "1 2 | #1! 2 3 4 5"],
    ["a quotation without marks, not announced", "1 5 6 7 2 3 4", "1 2 3 4"],
    [
      "a long quotation in an open quotation",
      "1 2 (1! (1-A (2 (4-A (4-B (4-C (5 (6 (7 3 4 5 6",
      "1 2 3 4 5 6",
    ],
    ["a quoted last article", "1 2 3 135!", "1 2 3"],
    ["a quoted twin right behind its announcement", "1 2 3! 3 4", "1 2 3 4"],
    ["older wordings printed again", "1 2 2 2 3 3 4", "1 2 3 4"],
    ["an annexed regulation", "1 2 3 #1 2 3 4", "1 2 3 | #1 2 3 4"],
    ["a second act without a heading that tells it", "1 2 3 4 1 2 3 4 5 6 7", "1 2 3 4 | 1 2 3 4 5 6 7"],
    ["a head within a paragraph that fills a gap", "1 2 ~3 4", "1 2 ~3 4"],
    ["mentions within paragraphs", "1 ~7 2 ~1 3 ~9 4", "1 2 3 4"],
    ["a norm all of which is quoted", "“1 “2 “3", "“1 “2 “3"],
    ["mentions in no order", "5 121 7 33 2 1 18", ""],
    ["two mentions", "5 6", ""],
    ["one article alone", "1", ""],
  ])("knows %s", (_, line, expected) => expect(chosen(line)).toBe(expected));

  test("an only article stands alone", () => {
    const [only] = candidates("1");
    if (only === undefined) throw new Error("one candidate expected");
    expect(chooseArticles([{ ...only, only: true }])).toEqual([[0]]);
  });

  test("finds the norm again in whatever quotations are put between its articles", () => {
    const quotation = fc
      .tuple(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 6 }))
      .map(([from, count]) => Array.from({ length: count }, (_, i) => `“${from + i}`).join(" "));
    fc.assert(
      fc.property(fc.array(fc.option(quotation), { minLength: 2, maxLength: 40 }), (quotations) => {
        const marks = quotations
          .flatMap((quoted, i) => [`${i + 1}`, ...(quoted === null ? [] : [quoted])])
          .join(" ");
        const own = chooseArticles(candidates(marks)).flat();
        const units = own.map((index) =>
          articleUnit(candidates(marks)[index]?.article ?? { number: 0, suffixes: [] }),
        );
        expect(units).toEqual(quotations.map((_, i) => `art${i + 1}`));
      }),
      { numRuns: 50 },
    );
  });

  test("ten thousand candidates take no more than seconds", () => {
    const many = candidates(Array.from({ length: 10_000 }, (_, i) => `${i + 1}`).join(" "));
    const startedMs = performance.now();
    expect(chooseArticles(many).flat()).toHaveLength(10_000);
    expect(performance.now() - startedMs).toBeLessThan(20_000);
  });
});
