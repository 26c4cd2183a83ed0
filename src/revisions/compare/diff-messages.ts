import type { Language } from "../../domain/messages.ts";

/** What a rendered diff says beside the documents' own words; `{name}` is filled in, `one|many` chosen by `{count}`. */
const DIFF_MESSAGES = {
  "pt-BR": {
    same: "As duas revisões têm os mesmos documentos, com os mesmos textos.",
    added: "{count} documento incluído|{count} documentos incluídos",
    removed: "{count} documento excluído|{count} documentos excluídos",
    renamed: "{count} documento renomeado|{count} documentos renomeados",
    changed: "{count} documento alterado|{count} documentos alterados",
    unchanged: "{count} documento sem alteração|{count} documentos sem alteração",
    units: "{count} dispositivo|{count} dispositivos",
    unitsAdded: "{count} incluído|{count} incluídos",
    unitsRemoved: "{count} excluído|{count} excluídos",
    unitsChanged: "{count} alterado|{count} alterados",
    unitsMoved: "{count} deslocado|{count} deslocados",
    formerPath: "antes em {path}",
    formerTitle: "título anterior: {title}",
    sameText: "o arquivo mudou; o texto, não",
    otherReading: "o mesmo arquivo, lido de outro modo",
    loose: "texto fora de artigos e súmulas",
    nowUnder: "agora em {place}",
    formerlyUnder: "antes em {place}",
    topLevel: "(sem título ou capítulo)",
  },
  en: {
    same: "Both revisions have the same documents with the same texts.",
    added: "{count} document added|{count} documents added",
    removed: "{count} document removed|{count} documents removed",
    renamed: "{count} document renamed|{count} documents renamed",
    changed: "{count} document changed|{count} documents changed",
    unchanged: "{count} document unchanged|{count} documents unchanged",
    units: "{count} provision|{count} provisions",
    unitsAdded: "{count} added|{count} added",
    unitsRemoved: "{count} removed|{count} removed",
    unitsChanged: "{count} changed|{count} changed",
    unitsMoved: "{count} moved|{count} moved",
    formerPath: "formerly {path}",
    formerTitle: "former title: {title}",
    sameText: "another file with the same text",
    otherReading: "the same file, read differently",
    loose: "text outside articles and súmulas",
    nowUnder: "now under {place}",
    formerlyUnder: "formerly under {place}",
    topLevel: "(no title or chapter)",
  },
} as const satisfies Record<Language, Record<string, string>>;

type DiffMessageKey = keyof (typeof DIFF_MESSAGES)["pt-BR"];

/** The messages of one language: `say("added", { count: 2 })`. */
export function diffMessages(language: Language) {
  return (key: DiffMessageKey, values: Record<string, string | number> = {}): string => {
    const [one = "", many = one] = DIFF_MESSAGES[language][key].split("|");
    const text = values["count"] === 1 ? one : many;
    return text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
  };
}
