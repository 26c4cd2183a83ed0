import { visibleText } from "../check/visible-text.ts";

/** `<`, `>` and what looks like them or turns into them under compatibility normalisation. */
const OPENING = /[<＜﹤〈⟨〈]/gu;
const CLOSING = /[>＞﹥〉⟩〉]/gu;
const NUMBER_MARK = /[[［【〔]\s*([\p{N}\s,;e–-]*\p{N}[\p{N}\s,;–-]*)\s*[\]］】〕]/gu;
/** Marks by which chat templates tell roles apart: `[INST]`, `[/INST]`, `[SYSTEM_PROMPT]`. */
const ROLE_MARK = /[[［]\s*(\/?\s*[A-Z_]{3,20})\s*[\]］]/gu;

/**
 * Data as it may stand inside a fence of the prompt. Fences are tags, and no data holds `<` or `>`; citation marks become
 * `(99)`, code fences lose their backticks, and what cannot be seen is gone. Every word stays.
 */
export function neutralize(text: string): string {
  return visibleText(text)
    .replace(OPENING, "‹")
    .replace(CLOSING, "›")
    .replace(NUMBER_MARK, "($1)")
    .replace(ROLE_MARK, "($1)")
    .replaceAll("`", "'")
    .trim();
}

/** Data on one line. */
export function neutralizeLine(text: string): string {
  return neutralize(text).replace(/\s+/g, " ");
}

/**
 * Data between its tags.
 * @param attributes are data as well; those without a word are left out
 */
export function fence(tag: string, attributes: Record<string, string | number | null>, data: string): string {
  const written = Object.entries(attributes)
    .map(([name, value]) => [name, neutralizeLine(String(value ?? "")).replaceAll('"', "'")])
    .filter(([, value]) => value !== "")
    .map(([name, value]) => ` ${name}="${value}"`);
  return `<${tag}${written.join("")}>\n${neutralize(data)}\n</${tag}>`;
}
