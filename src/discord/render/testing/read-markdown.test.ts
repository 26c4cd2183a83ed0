import { expect, test } from "bun:test";
import { readMarkdown } from "./read-markdown.ts";

test("links, mentions and marks are found", () => {
  expect(readMarkdown("**a** [b](https://c.example) <@1> @everyone steam://run discord.gg/x")).toEqual({
    text: "a b   steam://run discord.gg/x",
    links: ["https://c.example", "steam://run", "discord.gg/x"],
    mentions: ["<@1>", "@everyone"],
    marks: ["**", "**"],
  });
  expect(readMarkdown("# a\n-# b\n- c\n1. d\n> e").marks).toEqual(["#", "-#", "-", "1.", ">"]);
});

test("what is escaped is text", () => {
  const read = readMarkdown("\\*a\\* \\<\\@1\\> 1\\. https\\://b.example");
  expect(read).toEqual({ text: "*a* <@1> 1. https://b.example", links: [], mentions: [], marks: [] });
});
