import { expect, test } from "bun:test";
import { mendRecognisedLine } from "./mend-text.ts";

test("section signs, ordinals and the full stops of articles are put right", () => {
  for (const [line, mended] of [
    ["$ 1º Para os efeitos", "§ 1º Para os efeitos"],
    ["$1º Para os efeitos", "§1º Para os efeitos"],
    ["8 2º Quem perde", "§ 2º Quem perde"],
    ["3 2º Quem perde", "§ 2º Quem perde"],
    ["estabelecida no 8 1º deste artigo", "estabelecida no § 1º deste artigo"],
    ["os $$ 1º e 2º do art. 3o", "os §§ 1º e 2º do art. 3o"],
    ["$ 12. O prazo", "§ 12. O prazo"],
    ["S único", "§ único"],
    ["Art. 12, Os pedidos", "Art. 12. Os pedidos"],
    ["Art. 12-A, O pedido", "Art. 12-A. O pedido"],
    ["Art, 3º Fica criado", "Art. 3º Fica criado"],
    ["§ 3o O prazo", "§ 3º O prazo"],
    ["Art. 2* Esta lei", "Art. 2º Esta lei"],
  ] as const)
    expect(mendRecognisedLine(line)).toBe(mended);
});

test("money, figures and words stay", () => {
  for (const line of [
    "multa de R$ 10 ou US$ 20",
    "dia 8 de maio",
    "3 de maio",
    "lote 3 2º andar",
    "S. Paulo, 18 2ª Vara",
    "art. 8º, § 1º",
    "Art. 5º, XXXV, da Constituição",
  ])
    expect(mendRecognisedLine(line)).toBe(line);
});
