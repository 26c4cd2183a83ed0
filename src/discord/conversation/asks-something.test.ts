import { expect, test } from "bun:test";
import fc from "fast-check";
import { asksSomething } from "./asks-something.ts";

test.each([
  "Posso desistir de uma compra pela internet?",
  "comprei um celular e veio quebrado, o que eu faço? a loja não responde",
  "Bom dia, pessoal! Qual o prazo da apelação",
  "dúvida sobre usucapião de imóvel urbano",
  "alguém sabe se a multa prescreve",
  "> a lei diz 7 dias\ne se for na loja física?",
  "How long do I have to appeal",
  "O art. 49 do CDC vale para loja física?",
])("%p asks something", (text) => {
  expect(asksSomething(text)).toBe(true);
});

test.each([
  "kkkkkkk",
  "Bom dia, pessoal!",
  "oi?",
  "como eu disse ontem, isso não vale nada",
  "o art. 5º é o meu preferido",
  "https://example.org/busca?q=prazo olha esse link aí",
  "> Qual o prazo da apelação?\nconcordo com tudo isso",
  "```ts\nconst a = b ? c : d\n``` olha esse código aqui",
  "",
])("%p asks nothing", (text) => {
  expect(asksSomething(text)).toBe(false);
});

test("any text is judged in little time", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 4000 }), (text) => {
      expect(typeof asksSomething(text)).toBe("boolean");
    }),
  );
  const startMs = performance.now();
  for (const text of ["oi ".repeat(1400), "`".repeat(4000), "> ".repeat(2000), "```".repeat(1300)])
    asksSomething(text);
  expect(performance.now() - startMs).toBeLessThan(200);
});
