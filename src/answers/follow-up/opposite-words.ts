import { foldText } from "../../lexical/analyze.ts";

/** Pairs that an embedding takes for nearly the same word and the law does not; beginnings of folded words. */
const OPPOSITES: readonly (readonly [string, string])[] = [
  ["maior", "menor"],
  ["maxim", "minim"],
  ["mais", "menos"],
  ["antes", "depois"],
  ["anterior", "posterior"],
  ["antes", "apos"],
  ["dolos", "culpos"],
  ["dolo", "culpa"],
  ["ativ", "passiv"],
  ["credor", "devedor"],
  ["autor", "reu"],
  ["autor", "vitima"],
  ["locador", "locatari"],
  ["empregador", "empregad"],
  ["fornecedor", "consumidor"],
  ["comprador", "vendedor"],
  ["doador", "donatari"],
  ["tutor", "tutelad"],
  ["homem", "mulher"],
  ["pai", "mae"],
  ["paterni", "materni"],
  ["public", "privad"],
  ["feder", "estad"],
  ["estad", "municip"],
  ["feder", "municip"],
  ["absolut", "relativ"],
  ["simples", "qualificad"],
  ["furt", "roub"],
  ["prescri", "decad"],
  ["apelac", "agrav"],
  ["nul", "anulavel"],
  ["inici", "fim"],
  ["inici", "termin"],
  ["perman", "temporari"],
  ["perda", "aquisi"],
  ["perde", "adquir"],
  ["direit", "dever"],
  ["direit", "obrigac"],
  ["pode", "deve"],
  ["permit", "obriga"],
  ["facultativ", "obrigatori"],
  ["vivo", "mort"],
  ["casad", "solteir"],
  ["move", "imove"],
];
const NEGATIVE_PREFIX = /^(?:in|im|ir|il|i|des|dis|a|anti|extra|inter|non|un)(?=\p{L}{3})/u;

/**
 * Whether two questions differ in a word and its opposite: `incapaz` against `capaz`, `credor` against `devedor`. Only
 * the words that one has and the other has not are looked at.
 */
export function differInOpposites(first: string, second: string): boolean {
  const [a, b] = [wordsOf(first), wordsOf(second)];
  const [onlyA, onlyB] = [[...a].filter((word) => !b.has(word)), [...b].filter((word) => !a.has(word))];
  return onlyA.some((x) => onlyB.some((y) => areOpposites(x, y) || areOpposites(y, x)));
}

function areOpposites(x: string, y: string): boolean {
  if (OPPOSITES.some(([one, other]) => x.startsWith(one) && y.startsWith(other))) return true;
  const bare = x.replace(NEGATIVE_PREFIX, "");
  return bare !== x && sharesStem(bare, y);
}

/** The same but for an ending: `legal`, `legais`. */
function sharesStem(x: string, y: string): boolean {
  const length = Math.max(3, Math.min(x.length, y.length) - 2);
  return x.slice(0, length) === y.slice(0, length);
}

function wordsOf(text: string): Set<string> {
  return new Set(foldText(text).match(/\p{L}+/gu) ?? []);
}
