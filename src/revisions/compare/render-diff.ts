import type { Language } from "../../domain/messages.ts";
import { diffMessages } from "./diff-messages.ts";
import { renderChanges, type TextMarks } from "./render-changes.ts";
import { type DocumentChange, isSameContent, type RevisionDiff, type UnitMove } from "./revision-diff.ts";

type Say = ReturnType<typeof diffMessages>;

/** `[-old-]{+new+}`, as `git diff --word-diff` has it. */
const PLAIN_MARKS: TextMarks = {
  added: (text) => `{+${text}+}`,
  removed: (text) => `[-${text}-]`,
};
const COLOUR_MARKS: TextMarks = {
  added: (text) => colour("32", text),
  removed: (text) => colour("9;31", text),
};

/** Line by line: pagers forget a colour at a line's end, and the space in front of a line is not struck through. */
function colour(code: string, text: string): string {
  return text.replace(/[^\n]+/g, (line) => `\u001b[${code}m${line}\u001b[0m`);
}

const SEPARATOR = " › ";

/** A diff as readable text: what changed is marked as `[-old-]{+new+}`, long stretches without change are left out. */
export function renderDiff(diff: RevisionDiff, language: Language): string {
  return render(diff, diffMessages(language), PLAIN_MARKS);
}

/** The same for a terminal, with what changed in colour. */
export function renderColouredDiff(diff: RevisionDiff, language: Language): string {
  return render(diff, diffMessages(language), COLOUR_MARKS);
}

function render(diff: RevisionDiff, say: Say, marks: TextMarks): string {
  if (isSameContent(diff)) return say("same");
  const { added, removed, renamed, changed, unchanged } = diff;
  const section = (title: "added" | "removed" | "renamed", rows: string[]) =>
    rows.length === 0 ? [] : [[`${say(title, { count: rows.length })}:`, ...rows].join("\n")];
  const brief = (sign: string) => (document: RevisionDiff["added"][number]) =>
    `${sign} ${document.path}  ${document.title} (${say("units", { count: document.units })})`;
  return [
    ...section("added", added.map(brief("+"))),
    ...section("removed", removed.map(brief("-"))),
    ...section(
      "renamed",
      renamed.map(({ from, to }) => `  ${from} → ${to}`),
    ),
    ...changed.map((document) => renderDocument(document, say, marks)),
    countLine({ added, removed, renamed, changed }, unchanged, say),
  ].join("\n\n");
}

function countLine(
  lists: Pick<RevisionDiff, "added" | "removed" | "renamed" | "changed">,
  unchanged: number,
  say: Say,
): string {
  const keys = ["added", "removed", "renamed", "changed"] as const;
  const counts = keys
    .filter((key) => lists[key].length > 0)
    .map((key) => say(key, { count: lists[key].length }));
  return [...counts, say("unchanged", { count: unchanged })].join(", ");
}

function renderDocument(document: DocumentChange, say: Say, marks: TextMarks): string {
  const { added, removed, changed, moved } = document;
  const unitCounts = [
    ...(added.length > 0 ? [say("unitsAdded", { count: added.length })] : []),
    ...(removed.length > 0 ? [say("unitsRemoved", { count: removed.length })] : []),
    ...(changed.length > 0 ? [say("unitsChanged", { count: changed.length })] : []),
    ...(moved.length > 0 ? [say("unitsMoved", { count: moved.length })] : []),
  ];
  const remarks = [
    ...(document.previousPath === null ? [] : [say("formerPath", { path: document.previousPath })]),
    ...(document.previousTitle === null ? [] : [say("formerTitle", { title: document.previousTitle })]),
    ...(document.isOtherFile ? [] : [say("otherReading")]),
    ...(unitCounts.length === 0 && document.isOtherFile ? [say("sameText")] : []),
  ];
  const label = (unit: { unit: string | null; path: string }) => `  ${labelOf(unit, say)}`;
  return [
    `${document.path}  ${document.title}${unitCounts.length > 0 ? ` (${unitCounts.join(", ")})` : ""}`,
    ...remarks.map((remark) => `  (${remark})`),
    ...changed.flatMap((unit) => [
      label(unit),
      ...(unit.previousPath === null ? [] : [`    (${say("formerlyUnder", { place: unit.previousPath })})`]),
      ...indent(renderChanges(unit.changes, marks)),
    ]),
    ...added.flatMap((unit) => [label(unit), ...indent(marks.added(unit.text))]),
    ...removed.flatMap((unit) => [label(unit), ...indent(marks.removed(unit.text))]),
    ...renderMoves(moved, say),
  ].join("\n");
}

/** `Título I › Capítulo II › Art. 5º` → `Art. 5º`; text outside any unit is named by what it stands under. */
export function labelOf({ unit, path }: { unit: string | null; path: string }, say: Say): string {
  if (unit === null) return path === "" ? say("loose") : `${path} (${say("loose")})`;
  return path.split(SEPARATOR).at(-1) ?? path;
}

/** Units that went from one heading to another together are told in one line. */
function renderMoves(moved: readonly UnitMove[], say: Say): string[] {
  const split = (path: string) => {
    const parts = path.split(SEPARATOR);
    return { label: parts.at(-1) ?? path, place: parts.slice(0, -1).join(SEPARATOR) || say("topLevel") };
  };
  const byPlaces = Map.groupBy(moved, ({ from, to }) => JSON.stringify([split(from).place, split(to).place]));
  return [...byPlaces.values()].flatMap((units) => {
    const [first, last] = [units[0], units.at(-1)];
    if (!first || !last) return [];
    const [from, to] = [split(first.from).place, split(first.to).place];
    const labels =
      units.length > 1 ? `${split(first.to).label} … ${split(last.to).label}` : split(first.to).label;
    const place = `${say("nowUnder", { place: to })}, ${say("formerlyUnder", { place: from })}`;
    return [`  ${labels} (${units.length}): ${place}`];
  });
}

function indent(text: string): string[] {
  return text.split("\n").map((line) => `    ${line}`);
}
