import { describe, expect, test } from "bun:test";
import { formatSumula, parseSumulaHead, sumulaUnit } from "./sumulas.ts";

const HEADS: [text: string, label: string, court: string | null, rest: string][] = [
  ["Súmula 1 - STF", "Súmula 1", "STF", ""],
  ["Súmula 7 - STJ", "Súmula 7", "STJ", ""],
  ["Súmula 1 da TNU", "Súmula 1", "TNU", ""],
  ["Súmula Vinculante 11", "Súmula Vinculante 11", null, ""],
  ["SÚMULA VINCULANTE Nº 11", "Súmula Vinculante 11", null, ""],
  ["Súmula Vinculante nº 11 do STF", "Súmula Vinculante 11", "STF", ""],
  ["SÚMULA Nº 331 DO TST", "Súmula 331", "TST", ""],
  ["Súmula nº 331 do Tribunal Superior do Trabalho", "Súmula 331", "TST", ""],
  ["Súmula n. 7/STJ", "Súmula 7", "STJ", ""],
  ["Súmula 331, TST", "Súmula 331", "TST", ""],
  ["Súmula 7 (STJ)", "Súmula 7", "STJ", ""],
  ["Súmula TST nº 331", "Súmula 331", "TST", ""],
  ["SUMULA 7", "Súmula 7", null, ""],
  ["Súmula 7: A pretensão de reexame", "Súmula 7", null, "A pretensão de reexame"],
  ["Súmula 7 do STJ – A pretensão", "Súmula 7", "STJ", "A pretensão"],
  ["Súmula 450 - (Cancelada)", "Súmula 450", null, "(Cancelada)"],
];

describe("parseSumulaHead", () => {
  test.each(HEADS)("reads %p", (text, label, court, rest) => {
    const head = parseSumulaHead(text);
    expect(head && formatSumula(head)).toBe(label);
    expect(head?.court ?? null).toBe(court);
    expect(text.slice(head?.length)).toBe(rest);
  });

  test.each([
    "Súmula 331 do TST prevê que",
    "Súmula 331 prevê",
    "Súmula do STJ",
    "Súmulas do STF",
    "Súmula 7, de 2010, dispõe",
    "Súmula 12/2010",
    "A Súmula 7 do STJ",
  ])("leaves %p alone", (text) => expect(parseSumulaHead(text)).toBeNull());
});

test("a súmula's unit bears its number alone", () => {
  expect(sumulaUnit(331)).toBe("sumula331");
});
