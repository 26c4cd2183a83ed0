import { expect, test } from "bun:test";
import { message } from "./messages.ts";

test("a message is given in the language asked for, with its places filled", () => {
  expect(message("pt-BR", "pages", { from: 3, to: 4 })).toBe("p. 3–4");
  expect(message("en", "pages", { from: 3, to: 4 })).toBe("pp. 3–4");
});

test("what is filled in is taken as it is, even where it looks like a place", () => {
  expect(message("en", "passagesFor", { question: "{question} $& $1" })).toBe(
    "Passages for: {question} $& $1",
  );
});
