import { expect, test } from "bun:test";
import { escapeMarkdown, truncate } from "./escape-markdown.ts";
import { formatLink } from "./format-link.ts";
import { renderDraft } from "./render-draft.ts";
import { readMarkdown } from "./testing/read-markdown.ts";

test("legal writing stays as it is, and is seen exactly", () => {
  for (const plain of [
    "art. 5º, § 1º",
    "R$ 1.000,00",
    "Lei nº 13.709/2018",
    "– travessão",
    "a) alínea; (caput)",
  ])
    expect(escapeMarkdown(plain)).toBe(plain);
  for (const text of ["1. Um\n2) Dois", "- item", "# Título", "[nota] a_b * c", "https://x.example/a"])
    expect(readMarkdown(escapeMarkdown(text))).toEqual({ text, links: [], mentions: [], marks: [] });
});

test("a cut text ends with a whole character and says that it is cut", () => {
  expect(truncate("abc", 3)).toBe("abc");
  expect(truncate("👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 12)).toBe("👨‍👩‍👧‍👦…");
  expect(truncate("um dois", 4)).toBe("um…");
});

test("a link keeps its label and its address apart", () => {
  const link = formatLink("a](https://golpe.example) b", "https://x.example/lei (1)'s.pdf");
  expect(readMarkdown(link)).toEqual({
    text: "a](https://golpe.example) b",
    links: ["https://x.example/lei%20%281%29%27s.pdf"],
    mentions: [],
    marks: [],
  });
  expect(formatLink("a", "javascript:alert(1)")).toBe("a");
  expect(formatLink("a", "file:///etc/passwd")).toBe("a");
});

test("a long draft shows its end, within Discord's limit, and that it is not checked", () => {
  const { embeds = [] } = renderDraft({ text: `${"*palavra* ".repeat(2000)}fim`, language: "pt-BR" });
  const description = embeds[0]?.description ?? "";
  expect(description.length).toBeLessThanOrEqual(4096);
  expect(description).toStartWith("[…]\n");
  expect(description).toContain("fim\n-# ");
});
