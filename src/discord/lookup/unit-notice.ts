import { type Language, type MessageKey, message } from "../../domain/messages.ts";
import type { NamedDocument, UnitLookUp } from "../../serving/look-ups.ts";
import type { OutgoingMessage } from "../outgoing-message.ts";
import { escapeMarkdown, truncate } from "../render/escape-markdown.ts";
import { renderNotice } from "../render/render-notice.ts";

const NAME_MAX_CHARS = 200;
const NAMES_SHOWN = 5;

/** What was looked for: an article of a law, or a court's súmula. */
export type UnitKind = "article" | "sumula";

const NO_DOCUMENT: Record<UnitKind, [title: MessageKey, text: MessageKey]> = {
  article: ["discordUnitNoLawTitle", "discordUnitNoLaw"],
  sumula: ["discordUnitNoCourtTitle", "discordUnitNoCourt"],
};
const NOT_A_UNIT: Record<UnitKind, [title: MessageKey, text: MessageKey]> = {
  article: ["discordUnitNotAnArticleTitle", "discordUnitNotAnArticle"],
  sumula: ["discordUnitNotASumulaTitle", "discordUnitNotASumula"],
};

/** Says why there is no text to show, and what is near. */
export function unitNotice(
  outcome: Exclude<UnitLookUp, { kind: "found" }>,
  kind: UnitKind,
  language: Language,
): OutgoingMessage {
  const notice = (title: string, lines: readonly string[]) =>
    renderNotice({ language, title, text: lines.join("\n"), tone: "info" });
  if (outcome.kind === "no-such-unit") {
    const { label, documents, nearest } = outcome;
    const titles = titlesOf(documents);
    return notice(message(language, "discordUnitNoSuchTitle", { label }), [
      message(language, "discordUnitNoSuch", { title: titles, label }),
      ...(nearest.length === 0
        ? []
        : [message(language, "discordUnitNearest", { units: nearest.map(nameOf).join(", ") })]),
    ]);
  }
  const [title, text] = outcome.kind === "no-such-document" ? NO_DOCUMENT[kind] : NOT_A_UNIT[kind];
  const nearest = outcome.kind === "no-such-document" ? outcome.nearest : [];
  return notice(message(language, title), [
    message(language, text, { asked: nameOf(outcome.asked) }),
    ...(nearest.length === 0 ? [] : [message(language, "discordUnitMaybe", { titles: titlesOf(nearest) })]),
  ]);
}

/** Says that the document is none of those that the guild's operators have chosen. */
export function elsewhereDocument(documents: readonly string[], language: Language): OutgoingMessage {
  return renderNotice({
    language,
    title: message(language, "discordUnitElsewhereTitle"),
    text: message(language, "discordUnitElsewhere", { documents: shownNames(documents) }),
    tone: "info",
  });
}

/** Says that a page can no longer be turned. */
export function goneNotice(language: Language): OutgoingMessage {
  return renderNotice({
    language,
    title: message(language, "discordLookupGoneTitle"),
    text: message(language, "discordLookupGone"),
    tone: "info",
  });
}

const nameOf = (name: string) => escapeMarkdown(truncate(name, NAME_MAX_CHARS));
const titlesOf = (documents: readonly NamedDocument[]) => shownNames(documents.map(({ title }) => title));

function shownNames(names: readonly string[]): string {
  const shown = [...new Set(names)].slice(0, NAMES_SHOWN).map(nameOf);
  return [...shown, ...(names.length > NAMES_SHOWN ? ["…"] : [])].join("; ");
}
