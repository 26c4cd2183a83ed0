import type { Norm } from "../domain/meta.ts";

/** A norm that people call by name: what identifies it, and its names, accents folded, lower case. */
export interface NamedNorm {
  kind: Norm["kind"] | null;
  number: string | null;
  year: number | null;
  names: readonly string[];
  /** Names that are also common letter pairs or words: they count in capitals, or right beside an article. */
  shortNames: readonly string[];
}

function law(
  number: string,
  year: number,
  names: readonly string[],
  shortNames: readonly string[] = [],
): NamedNorm {
  return { kind: "lei", number, year, names, shortNames };
}

function act(kind: Norm["kind"], number: string, year: number, names: readonly string[]): NamedNorm {
  return {
    kind,
    number,
    year,
    names: names.filter((name) => name.length > 2),
    shortNames: names.filter(isShort),
  };
}

function isShort(name: string): boolean {
  return name.length <= 2;
}

function untitled(names: readonly string[], kind: Norm["kind"] | null = null): NamedNorm {
  return { kind, number: null, year: null, names, shortNames: [] };
}

/** The norms that questions name without their number. */
export const NAMED_NORMS: readonly NamedNorm[] = [
  {
    kind: "constituicao",
    number: null,
    year: null,
    names: [
      "constituicao federal",
      "constituicao da republica federativa do brasil",
      "constituicao da republica",
      "constituicao brasileira",
      "constituicao cidada",
      "carta magna",
      "lei maior",
      "crfb",
    ],
    shortNames: ["cf"],
  },
  untitled(["ato das disposicoes constitucionais transitorias", "adct"]),
  law("10406", 2002, ["codigo civil"], ["cc"]),
  law("13105", 2015, ["codigo de processo civil", "cpc", "ncpc"]),
  act("decreto-lei", "2848", 1940, ["codigo penal", "cp"]),
  act("decreto-lei", "3689", 1941, ["codigo de processo penal", "cpp"]),
  act("decreto-lei", "5452", 1943, [
    "consolidacao das leis do trabalho",
    "consolidacao das leis trabalhistas",
    "clt",
  ]),
  act("decreto-lei", "4657", 1942, [
    "lei de introducao as normas do direito brasileiro",
    "lei de introducao ao codigo civil",
    "lindb",
    "licc",
  ]),
  act("decreto-lei", "3688", 1941, ["lei das contravencoes penais", "lei de contravencoes penais"]),
  act("decreto-lei", "1001", 1969, ["codigo penal militar", "cpm"]),
  act("decreto-lei", "1002", 1969, ["codigo de processo penal militar", "cppm"]),
  law("8078", 1990, ["codigo de defesa do consumidor", "codigo do consumidor", "cdc"]),
  law("5172", 1966, ["codigo tributario nacional", "codigo tributario", "ctn"]),
  law("9503", 1997, ["codigo de transito brasileiro", "codigo de transito", "ctb"]),
  law("4737", 1965, ["codigo eleitoral"], ["ce"]),
  law("12651", 2012, ["codigo florestal"]),
  law("8069", 1990, ["estatuto da crianca e do adolescente", "estatuto da crianca", "eca"]),
  law("10741", 2003, ["estatuto do idoso", "estatuto da pessoa idosa"]),
  law("13146", 2015, ["estatuto da pessoa com deficiencia", "lei brasileira de inclusao"], ["lbi"]),
  law("12288", 2010, ["estatuto da igualdade racial"]),
  law("10257", 2001, ["estatuto da cidade"]),
  law("10826", 2003, ["estatuto do desarmamento"]),
  law("8906", 1994, [
    "estatuto da advocacia e da oab",
    "estatuto da advocacia",
    "estatuto da oab",
    "eoab",
    "eaoab",
  ]),
  untitled([
    "regulamento geral do estatuto da advocacia e da oab",
    "regulamento geral do estatuto",
    "regulamento geral da oab",
  ]),
  untitled(
    ["codigo de etica e disciplina da oab", "codigo de etica e disciplina", "codigo de etica da oab"],
    "resolucao",
  ),
  law("13709", 2018, ["lei geral de protecao de dados pessoais", "lei geral de protecao de dados", "lgpd"]),
  law("12965", 2014, ["marco civil da internet"], ["mci"]),
  law("12527", 2011, ["lei de acesso a informacao"], ["lai"]),
  law("14129", 2021, ["lei do governo digital"]),
  law("14133", 2021, [
    "lei de licitacoes e contratos administrativos",
    "nova lei de licitacoes",
    "lei de licitacoes",
  ]),
  law("8666", 1993, ["antiga lei de licitacoes"]),
  law("8112", 1990, ["regime juridico dos servidores publicos", "estatuto dos servidores publicos"]),
  law("9784", 1999, ["lei do processo administrativo federal", "lei do processo administrativo"]),
  law("8429", 1992, ["lei de improbidade administrativa", "lei de improbidade"], ["lia"]),
  law("8987", 1995, ["lei de concessoes"]),
  law("11107", 2005, ["lei de consorcios publicos"]),
  law("13303", 2016, ["lei das estatais"]),
  law("12846", 2013, ["lei anticorrupcao"]),
  law("12016", 2009, ["lei do mandado de seguranca"]),
  law("4717", 1965, ["lei da acao popular"]),
  law("7347", 1985, ["lei da acao civil publica"]),
  law("9307", 1996, ["lei de arbitragem", "lei da arbitragem"]),
  law("13140", 2015, ["lei de mediacao", "lei da mediacao"]),
  law("9099", 1995, ["lei dos juizados especiais"]),
  law("6830", 1980, ["lei de execucao fiscal", "lei de execucoes fiscais"], ["lef"]),
  law("11101", 2005, ["lei de falencias", "lei de recuperacao judicial e falencia"]),
  law("8245", 1991, ["lei do inquilinato", "lei de locacoes"]),
  law("5478", 1968, ["lei de alimentos"]),
  law("6015", 1973, ["lei de registros publicos", "lei dos registros publicos"]),
  law("9610", 1998, ["lei de direitos autorais", "lei dos direitos autorais"]),
  law("7210", 1984, ["lei de execucao penal", "lei de execucoes penais"], ["lep"]),
  law("11340", 2006, ["lei maria da penha"]),
  law("11343", 2006, ["lei de drogas", "lei antidrogas"]),
  law("8072", 1990, ["lei dos crimes hediondos", "lei de crimes hediondos"]),
  law("9455", 1997, ["lei de tortura", "lei da tortura"]),
  law("9605", 1998, ["lei de crimes ambientais", "lei dos crimes ambientais"]),
  law("12850", 2013, ["lei das organizacoes criminosas", "lei de organizacoes criminosas"]),
  law("13869", 2019, ["lei de abuso de autoridade"]),
  law("9394", 1996, ["lei de diretrizes e bases da educacao nacional", "lei de diretrizes e bases", "ldb"]),
  law("9985", 2000, ["sistema nacional de unidades de conservacao", "snuc"]),
  law("12305", 2010, ["politica nacional de residuos solidos"]),
  act("lei-complementar", "101", 2000, ["lei de responsabilidade fiscal", "lrf"]),
  act("lei-complementar", "87", 1996, ["lei kandir"]),
  law("13188", 2015, ["lei do direito de resposta"]),
];
