import { expect, test } from "bun:test";
import { courtesyOf } from "./courtesy.ts";

test("what only greets or thanks is told from what asks", () => {
  for (const text of ["oi", "Olá!", "bom dia, pessoal 👋", "Oi, tudo bem?", "<@123456789012345678> hello"])
    expect(courtesyOf(text)).toBe("greeting");
  for (const text of [
    "obrigado!",
    "Muito obrigada pela ajuda :)",
    "ok, entendi",
    "valeu 🙏",
    "thank you so much",
  ])
    expect(courtesyOf(text)).toBe("thanks");
  for (const text of [
    ...["", "oi, qual é o prazo?", "e a multa?", "prazo", "olaria", "tudo bem demitir sem justa causa?"],
    ...["a lei é muito clara?", "certo: e o art. 5º?", "okey", "?"],
  ])
    expect(courtesyOf(text)).toBeNull();
});
