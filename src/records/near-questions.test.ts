import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createEmbedder, type Embedder } from "../embedding/embedder.ts";
import { resolveModel } from "../embedding/model.ts";
import { modelAnswer } from "./testing/model-answer.ts";
import { createRecordsFolder, type RecordsFolder } from "./testing/open-in-folder.ts";

let embedder: Embedder;
let folder: RecordsFolder;
beforeAll(async () => {
  const model = resolveModel({
    name: "e5-small-pt",
    modelsDir: resolve(import.meta.dir, "../../assets/models"),
    hubUrl: "http://127.0.0.1:1",
    cacheDir: join(tmpdir(), "vademecum-no-models"),
  });
  embedder = await createEmbedder({ model, workers: 1, threads: 1 });
  folder = createRecordsFolder();
});
afterAll(() => {
  embedder.close();
  folder.remove();
});
beforeEach(() => {
  folder.records.answers.dropOther([]);
});

const making = { revision: "r", model: "m", promptVersion: "1", language: "pt-BR" } as const;

/** Whether the answer kept for one question is given to another, by the vectors that the program itself makes. */
async function isGiven(kept: string, asked: string): Promise<boolean> {
  const { answers } = folder.records;
  answers.put({ ...making, question: kept }, modelAnswer(), await embedder.embedQuery(kept));
  const key = { ...making, question: asked };
  return (answers.find(key) ?? answers.findNear(key, await embedder.embedQuery(asked))) !== null;
}

/** Each asks for something else, however few letters of it are others. */
const DIFFERENT: [string, string][] = [
  // Figures, in signs and in words.
  ["posso ser preso por dívida de 10 mil reais?", "posso ser preso por dívida de 100 mil reais?"],
  ["contrato de aluguel de 30 meses", "contrato de aluguel de 12 meses"],
  ["quem tem 16 anos pode votar?", "quem tem dezoito anos pode votar?"],
  ["empresa com vinte empregados precisa de cipa?", "empresa com trinta empregados precisa de cipa?"],
  ["multa de 2% ao mês é legal?", "multa de 2 reais ao mês é legal?"],
  ["o prazo é de 15 dias úteis?", "o prazo é de 15 dias corridos?"],
  ["o prazo é de 5 dias?", "o prazo é de 5 anos?"],
  ["prazo de um ano para reclamar", "prazo de um mês para reclamar"],
  ["posso sacar metade do fgts?", "posso sacar o dobro do fgts?"],
  ["primeira parcela do décimo terceiro", "segunda parcela do décimo terceiro"],
  // Dates and times.
  ["contrato assinado em 11/01/2003", "contrato assinado em 10/01/2003"],
  ["a lei vigente em março de 2015", "a lei vigente em maio de 2015"],
  ["posso trabalhar no sábado?", "posso trabalhar no domingo?"],
  ["o prazo antes da citação", "o prazo depois da citação"],
  ["trabalho das 22 às 5 horas", "trabalho das 5 às 22 horas"],
  // Negations and exceptions.
  ["o locatário pode sublocar o imóvel?", "o locatário não pode sublocar o imóvel?"],
  ["demissão com justa causa", "demissão sem justa causa"],
  ["quem pode testemunhar?", "quem não pode testemunhar?"],
  ["testamento é válido com testemunhas?", "testamento é inválido com testemunhas?"],
  ["a confissão é revogável?", "a confissão é irrevogável?"],
  ["a dívida é exigível?", "a dívida é inexigível?"],
  ["casamento nulo: efeitos", "casamento anulável: efeitos"],
  ["o herdeiro é capaz?", "o herdeiro é incapaz?"],
  ["o imóvel é penhorável?", "o imóvel é impenhorável?"],
  // Courts, laws, provisions.
  ["súmula do STF sobre prisão civil", "súmula do STJ sobre prisão civil"],
  ["o que diz a súmula 331 do TST", "o que diz a súmula 331 do STJ"],
  ["competência da justiça estadual para dano moral", "competência da justiça federal para dano moral"],
  ["prazo de recurso no CPC", "prazo de recurso no CPP"],
  ["lei 8.112/1990: licença", "lei 8.112/1991: licença"],
  ["art. 5º, § 1º, da CF", "art. 5º, § 2º, da CF"],
  ["art. 157, § 2º, do CP", "art. 157, § 2º-A, do CP"],
  ["o artigo anterior ao 50 do CDC", "o artigo seguinte ao 50 do CDC"],
  // Who, what, which way round.
  ["o marido pode processar a esposa?", "a esposa pode processar o marido?"],
  ["o pai pode reconhecer o filho?", "o filho pode reconhecer o pai?"],
  ["direitos do comprador na venda", "direitos do vendedor na venda"],
  ["guarda do filho menor", "guarda do filho maior"],
  ["o que é furto simples", "o que é furto qualificado"],
  ["obrigações do empregador", "obrigações do empregado"],
  ["deveres do segurador", "deveres do segurado"],
  ["responsabilidade do mandante", "responsabilidade do mandatário"],
  ["direitos do contratante", "direitos do contratado"],
  ["direitos do representante", "direitos do representado"],
  ["ato do acusador no processo", "ato do acusado no processo"],
  ["o ato público é válido?", "o ato publicado é válido?"],
  ["morte do doador", "morte do donatário"],
  ["prazo mínimo da pena", "prazo máximo da pena"],
  ["crime culposo tem tentativa?", "crime doloso tem tentativa?"],
  ["corrupção ativa: pena", "corrupção passiva: pena"],
  ["deveres do credor", "deveres do devedor"],
  ["a empresa pode descontar do salário?", "a empresa deve descontar do salário?"],
  ["quando prescreve a ação?", "como prescreve a ação?"],
  ["quem paga o inventário?", "quanto paga o inventário?"],
  ["licença maternidade no serviço público", "licença paternidade no serviço público"],
  ["can the tenant sublet the house?", "can the tenant not sublet the house?"],
  ["is a verbal contract valid?", "is a verbal contract invalid?"],
];

test.each(DIFFERENT)("%p and %p are two questions, in both directions", async (first, second) => {
  expect(await isGiven(first, second)).toBe(false);
  folder.records.answers.dropOther([]);
  expect(await isGiven(second, first)).toBe(false);
});

test.each([
  ["qual é o prazo da apelação?", "qual o prazo da apelação"],
  ["quais são os direitos do preso?", "quais os direitos do preso?"],
  ["o que é usucapião extraordinária?", "o que é a usucapião extraordinária"],
  ["qual a pena do furto qualificado?", "qual é a pena do furto qualificado"],
  ["quem pode votar?", "quem é que pode votar?"],
])("%p and %p are one", async (first, second) => {
  expect(await isGiven(first, second)).toBe(true);
});
