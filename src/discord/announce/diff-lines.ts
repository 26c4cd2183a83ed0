import { type Language, type MessageKey, message } from "../../domain/messages.ts";
import { diffMessages } from "../../revisions/compare/diff-messages.ts";
import { labelOf } from "../../revisions/compare/render-diff.ts";
import type { DocumentChange, RevisionDiff } from "../../revisions/compare/revision-diff.ts";
import { escapeMarkdown, truncate } from "../render/escape-markdown.ts";

const TITLE_CHARS = 120;
const PATH_CHARS = 160;
const LABEL_CHARS = 80;
/** Longer lists of articles go on in a further line. */
const LIST_CHARS = 500;

/** What changed, by document and article, as lines of Markdown of at most some hundred characters; empty: nothing. */
export function diffLines(diff: RevisionDiff, language: Language): string[] {
  const say = diffMessages(language);
  const brief = (key: MessageKey) => (document: RevisionDiff["added"][number]) =>
    message(language, key, { ...named(document), units: say("units", { count: document.units }) });
  return [
    ...diff.added.map(brief("discordDiffAdded")),
    ...diff.removed.map(brief("discordDiffRemoved")),
    ...diff.renamed.map(({ title, from, to }) =>
      message(language, "discordDiffRenamed", {
        title: bold(title),
        from: shown(from, PATH_CHARS),
        to: shown(to, PATH_CHARS),
      }),
    ),
    ...diff.changed.flatMap((document) => documentLines(document, language)),
  ];
}

function documentLines(document: DocumentChange, language: Language): string[] {
  const say = diffMessages(language);
  const units = [
    { key: "unitsChanged", labels: document.changed.map((unit) => labelOf(unit, say)) },
    { key: "unitsAdded", labels: document.added.map((unit) => labelOf(unit, say)) },
    { key: "unitsRemoved", labels: document.removed.map((unit) => labelOf(unit, say)) },
    { key: "unitsMoved", labels: document.moved.map(({ unit, to }) => labelOf({ unit, path: to }, say)) },
  ] as const;
  const lists = units.flatMap(({ key, labels }) =>
    labels.length === 0 ? [] : inLines(`${say(key, { count: labels.length })}: `, labels),
  );
  const remarks = [
    ...(document.previousPath === null
      ? []
      : [say("formerPath", { path: shown(document.previousPath, PATH_CHARS) })]),
    ...(document.previousTitle === null
      ? []
      : [say("formerTitle", { title: shown(document.previousTitle, TITLE_CHARS) })]),
    ...(document.isOtherFile ? [] : [message(language, "discordDiffOtherReading")]),
    ...(lists.length === 0 && document.isOtherFile ? [message(language, "discordDiffSameText")] : []),
  ];
  const title = message(language, "discordDiffChanged", named(document));
  return [title, ...[...remarks, ...lists].map((line) => `• ${line}`)];
}

/** A list in lines of which none is too long for a page; nothing is left out. */
function inLines(start: string, labels: readonly string[]): string[] {
  const lines: string[] = [];
  let line = start;
  let isFirst = true;
  for (const label of labels) {
    const item = shown(label, LABEL_CHARS);
    if (!isFirst && line.length + item.length > LIST_CHARS) {
      lines.push(line);
      line = item;
    } else line += isFirst ? item : `, ${item}`;
    isFirst = false;
  }
  return [...lines, line];
}

function named({ title, path }: { title: string; path: string }): { title: string; path: string } {
  return { title: bold(title), path: shown(path, PATH_CHARS) };
}

function bold(title: string): string {
  return `**${shown(title, TITLE_CHARS)}**`;
}

/** Cut first: a sign must not lose what escapes it. */
function shown(text: string, maxChars: number): string {
  return escapeMarkdown(truncate(text.replace(/\s+/g, " ").trim(), maxChars));
}
