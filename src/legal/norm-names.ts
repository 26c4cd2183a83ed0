import type { Norm } from "../domain/meta.ts";
import { KNOWN_NORMS } from "./known-norms.ts";

/** A norm as a text refers to it: by kind, number and year, by name, or both. `number` has no dots. */
export interface NormReference {
  kind: Norm["kind"] | null;
  number: string | null;
  year: number | null;
  /** Names under which a document's title may show it, accents folded, lower case. */
  names: readonly string[];
}

/** Further names in use, accents folded, for norms of the list of known norms, by kind and number. */
const OTHER_NAMES: ReadonlyMap<string, readonly string[]> = new Map([
  [
    "constituicao",
    [
      "constituicao da republica federativa do brasil",
      "constituicao da republica",
      "constituicao brasileira",
      "carta magna",
      "lei maior",
    ],
  ],
  ["decreto-lei 5452", ["consolidacao das leis trabalhistas"]],
  ["decreto-lei 4657", ["lei de introducao ao codigo civil", "licc"]],
  ["decreto-lei 3688", ["lei de contravencoes penais"]],
  ["lei 8078", ["codigo do consumidor"]],
  ["lei 5172", ["codigo tributario"]],
  ["lei 9503", ["codigo de transito"]],
  ["lei 8069", ["estatuto da crianca"]],
  ["lei 10741", ["estatuto do idoso"]],
  ["lei 13146", ["lei brasileira de inclusao"]],
  ["lei 8906", ["estatuto da advocacia", "estatuto da oab"]],
  ["lei 13709", ["lei geral de protecao de dados pessoais"]],
  ["lei 14133", ["nova lei de licitacoes", "lei de licitacoes"]],
  ["lei 8666", ["antiga lei de licitacoes"]],
  ["lei 8112", ["regime juridico dos servidores publicos", "estatuto dos servidores publicos"]],
  ["lei 9784", ["lei do processo administrativo"]],
  ["lei 8429", ["lei de improbidade"]],
  ["lei 9307", ["lei da arbitragem"]],
  ["lei 13140", ["lei da mediacao"]],
  ["lei 6830", ["lei de execucoes fiscais"]],
  ["lei 11101", ["lei de falencias"]],
  ["lei 8245", ["lei de locacoes"]],
  ["lei 6015", ["lei dos registros publicos"]],
  ["lei 9610", ["lei dos direitos autorais"]],
  ["lei 7210", ["lei de execucoes penais"]],
  ["lei 11343", ["lei antidrogas"]],
  ["lei 8072", ["lei de crimes hediondos"]],
  ["lei 9605", ["lei dos crimes ambientais"]],
  ["lei 12850", ["lei de organizacoes criminosas"]],
  ["lei 9394", ["lei de diretrizes e bases da educacao nacional", "lei de diretrizes e bases"]],
]);

/** Norms that have no number of their own, or whose documents are best known by their titles. */
const TITLED: readonly (readonly string[])[] = [
  ["ato das disposicoes constitucionais transitorias", "adct"],
  [
    "regulamento geral do estatuto da advocacia e da oab",
    "regulamento geral do estatuto",
    "regulamento geral da oab",
  ],
  ["codigo de etica e disciplina da oab", "codigo de etica e disciplina", "codigo de etica da oab"],
];

/** Norms by each of their names, accents folded, lower case. Where two claim a name, the later of the list has it. */
export const NORMS_BY_NAME: ReadonlyMap<string, NormReference> = collectNames();

function collectNames(): Map<string, NormReference> {
  const known = KNOWN_NORMS.map(({ kind, number, year, name, abbreviations }) => {
    const others = OTHER_NAMES.get(number === null ? kind : `${kind} ${number}`) ?? [];
    // `CF/88` is read as `CF` and a year.
    const short = abbreviations.filter((abbreviation) => !abbreviation.includes("/"));
    const names = [name, ...short].map((written) => foldAccents(written).toLowerCase());
    return { kind, number, year, names: [...names, ...others] };
  });
  const titled = TITLED.map((names) => ({ kind: null, number: null, year: null, names }));
  return new Map(
    [...known, ...titled].flatMap((norm) => norm.names.map((name): [string, NormReference] => [name, norm])),
  );
}

/** Accents and ordinal signs resolved (`º` → `o`), case and length kept, so that positions stay those of the text. */
export function foldAccents(text: string): string {
  return text
    .normalize("NFC")
    .replaceAll("°", "o")
    .replace(/[^\p{ASCII}]/gu, (character) => {
      const folded = character.normalize("NFKD").replace(/\p{M}+/gu, "");
      return folded.length === character.length ? folded : character;
    });
}
