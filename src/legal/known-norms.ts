import type { Norm } from "../domain/meta.ts";

/** A norm that people call by a name rather than by its number. */
export interface KnownNorm {
  kind: Norm["kind"];
  number: string | null;
  year: number;
  name: string;
  /** As lawyers write it, most usual first; empty where the name alone is in use. */
  abbreviations: readonly string[];
}

type Row = [
  kind: Norm["kind"],
  number: string | null,
  year: number,
  name: string,
  ...abbreviations: string[],
];

const ROWS: readonly Row[] = [
  ["constituicao", null, 1988, "Constituição Federal", "CF", "CF/88", "CRFB", "CRFB/88"],
  ["lei", "10406", 2002, "Código Civil", "CC", "CC/2002", "CC/02"],
  ["lei", "13105", 2015, "Código de Processo Civil", "CPC", "CPC/2015", "CPC/15", "NCPC"],
  ["decreto-lei", "2848", 1940, "Código Penal", "CP"],
  ["decreto-lei", "3689", 1941, "Código de Processo Penal", "CPP"],
  ["decreto-lei", "3688", 1941, "Lei das Contravenções Penais", "LCP"],
  ["decreto-lei", "1001", 1969, "Código Penal Militar", "CPM"],
  ["decreto-lei", "1002", 1969, "Código de Processo Penal Militar", "CPPM"],
  ["decreto-lei", "5452", 1943, "Consolidação das Leis do Trabalho", "CLT"],
  ["decreto-lei", "4657", 1942, "Lei de Introdução às Normas do Direito Brasileiro", "LINDB"],
  ["lei", "8078", 1990, "Código de Defesa do Consumidor", "CDC"],
  ["lei", "5172", 1966, "Código Tributário Nacional", "CTN"],
  ["lei", "4737", 1965, "Código Eleitoral", "CE"],
  ["lei", "9503", 1997, "Código de Trânsito Brasileiro", "CTB"],
  ["lei", "12651", 2012, "Código Florestal"],
  ["lei", "8069", 1990, "Estatuto da Criança e do Adolescente", "ECA"],
  ["lei", "10741", 2003, "Estatuto da Pessoa Idosa"],
  ["lei", "13146", 2015, "Estatuto da Pessoa com Deficiência", "EPD", "LBI"],
  ["lei", "12288", 2010, "Estatuto da Igualdade Racial"],
  ["lei", "10257", 2001, "Estatuto da Cidade"],
  ["lei", "10826", 2003, "Estatuto do Desarmamento"],
  ["lei", "8906", 1994, "Estatuto da Advocacia e da OAB", "EAOAB", "EOAB", "EA"],
  ["lei", "7210", 1984, "Lei de Execução Penal", "LEP"],
  ["lei", "11343", 2006, "Lei de Drogas"],
  ["lei", "11340", 2006, "Lei Maria da Penha"],
  ["lei", "8072", 1990, "Lei dos Crimes Hediondos"],
  ["lei", "12850", 2013, "Lei das Organizações Criminosas"],
  ["lei", "13869", 2019, "Lei de Abuso de Autoridade"],
  ["lei", "9613", 1998, "Lei de Lavagem de Dinheiro"],
  ["lei", "9605", 1998, "Lei de Crimes Ambientais", "LCA"],
  ["lei", "9099", 1995, "Lei dos Juizados Especiais"],
  ["lei", "7347", 1985, "Lei da Ação Civil Pública", "LACP"],
  ["lei", "4717", 1965, "Lei da Ação Popular", "LAP"],
  ["lei", "12016", 2009, "Lei do Mandado de Segurança", "LMS"],
  ["lei", "9507", 1997, "Lei do Habeas Data"],
  ["lei", "8112", 1990, "Regime Jurídico dos Servidores Públicos da União"],
  ["lei", "8429", 1992, "Lei de Improbidade Administrativa", "LIA"],
  ["lei", "8666", 1993, "Lei de Licitações (1993)"],
  ["lei", "14133", 2021, "Lei de Licitações e Contratos Administrativos", "NLLC"],
  ["lei", "8987", 1995, "Lei de Concessões"],
  ["lei", "11079", 2004, "Lei das Parcerias Público-Privadas"],
  ["lei", "11107", 2005, "Lei de Consórcios Públicos"],
  ["lei", "9784", 1999, "Lei do Processo Administrativo Federal", "LPA"],
  ["lei", "12527", 2011, "Lei de Acesso à Informação", "LAI"],
  ["lei", "12846", 2013, "Lei Anticorrupção"],
  ["lei", "13303", 2016, "Lei das Estatais"],
  ["lei", "14129", 2021, "Lei do Governo Digital"],
  ["lei", "13709", 2018, "Lei Geral de Proteção de Dados", "LGPD"],
  ["lei", "12965", 2014, "Marco Civil da Internet", "MCI"],
  ["lei", "6404", 1976, "Lei das Sociedades por Ações", "LSA"],
  ["lei", "11101", 2005, "Lei de Recuperação Judicial e Falência", "LRF"],
  ["lei", "8245", 1991, "Lei do Inquilinato"],
  ["lei", "6015", 1973, "Lei de Registros Públicos", "LRP"],
  ["lei", "9307", 1996, "Lei de Arbitragem"],
  ["lei", "13140", 2015, "Lei de Mediação"],
  ["lei", "9610", 1998, "Lei de Direitos Autorais", "LDA"],
  ["lei", "9279", 1996, "Lei da Propriedade Industrial", "LPI"],
  ["lei", "9394", 1996, "Lei de Diretrizes e Bases da Educação", "LDB", "LDBEN"],
  ["lei", "9985", 2000, "Sistema Nacional de Unidades de Conservação", "SNUC"],
  ["lei", "12305", 2010, "Política Nacional de Resíduos Sólidos", "PNRS"],
  ["lei", "6938", 1981, "Política Nacional do Meio Ambiente", "PNMA"],
  ["lei", "10098", 2000, "Lei da Acessibilidade"],
  ["lei", "8212", 1991, "Lei de Custeio da Seguridade Social"],
  ["lei", "8213", 1991, "Lei de Benefícios da Previdência Social"],
  ["lei", "6830", 1980, "Lei de Execução Fiscal", "LEF"],
  ["lei", "9504", 1997, "Lei das Eleições"],
  ["lei", "9096", 1995, "Lei dos Partidos Políticos"],
  ["lei", "13445", 2017, "Lei de Migração"],
  ["lei", "13188", 2015, "Lei do Direito de Resposta"],
  ["lei-complementar", "101", 2000, "Lei de Responsabilidade Fiscal", "LRF"],
  ["lei-complementar", "87", 1996, "Lei Kandir"],
  ["lei-complementar", "116", 2003, "Lei do ISS"],
  ["lei-complementar", "123", 2006, "Estatuto da Microempresa e da Empresa de Pequeno Porte"],
  ["lei-complementar", "135", 2010, "Lei da Ficha Limpa"],
  ["lei-complementar", "64", 1990, "Lei de Inelegibilidade"],
];

/** The norms most asked for, with the names and abbreviations that stand for their numbers. */
export const KNOWN_NORMS: readonly KnownNorm[] = ROWS.map(([kind, number, year, name, ...abbreviations]) => ({
  kind,
  number,
  year,
  name,
  abbreviations,
}));

/** The popular name of a norm, null where none is known. Kind and number decide; the year where both have one. */
export function findKnownNorm(norm: Norm): KnownNorm | null {
  return (
    KNOWN_NORMS.find(
      ({ kind, number, year }) =>
        kind === norm.kind && number === norm.number && (norm.year === null || norm.year === year),
    ) ?? null
  );
}
