import type { APIEmbedField } from "discord.js";
import type { GateCheck, GateVerdict } from "../../domain/gate.ts";
import { type Language, type MessageKey, message } from "../../domain/messages.ts";
import type { RevisionDiff } from "../../revisions/compare/revision-diff.ts";
import { rollbackCustomId } from "../commands/admin/custom-id.ts";
import { shownWords } from "../commands/admin/revision-list.ts";
import type { OutgoingMessage } from "../outgoing-message.ts";
import { button, panel } from "../render/panel.ts";
import { diffLines } from "./diff-lines.ts";
import { firstLines } from "./line-pages.ts";

/** With the fields and the title, the embed stays under 6000 characters. */
const CHANGES_CHARS = 3000;
const FIELD_CHARS = 1024;
const DETAIL_CHARS = 200;
const REASON_CHARS = 500;
const MAX_FIGURES = 12;

/** What the gate says of the revision that came into service; null where it has not judged it. */
export type GateFigures = Pick<GateVerdict, "passed" | "checks" | "forced" | "evaluation">;

/** A revision that went out of service or came into it. */
export interface SwappedRevision {
  revision: string;
  tag: string;
}

export interface Swap {
  /** What was in service before; null where nothing was. */
  from: SwappedRevision | null;
  to: SwappedRevision;
  /** Null where the two could not be compared. */
  diff: RevisionDiff | null;
  gate: GateFigures | null;
}

const CHECK_NAMES = {
  files: "discordCheckFiles",
  smoke: "discordCheckSmoke",
  size: "discordCheckSize",
  golden: "discordCheckGolden",
} as const satisfies Record<GateCheck["name"], MessageKey>;

const MEASURES: Readonly<Record<string, string>> = { mrr: "MRR", ndcg: "nDCG" };

/** What a server is told of a swap. @param canRollBack whether anybody there may undo it */
export function swapMessage(
  { from, to, diff, gate }: Swap,
  language: Language,
  canRollBack: boolean,
): OutgoingMessage {
  const ends = message(language, "discordDiffFromTo", {
    from: from?.tag ?? message(language, "discordSwapNone"),
    to: `**${to.tag}**`,
  });
  const told = panel({
    title: message(language, "discordAnnounceTitle"),
    text: `${ends}\n\n${changesOf(diff, language)}`,
    buttons:
      canRollBack && from !== null
        ? [
            button(
              rollbackCustomId(to.revision, from.revision),
              message(language, "discordAnnounceBack", { tag: from.tag }),
              "danger",
            ),
          ]
        : [],
  });
  const fields = gate === null ? [] : gateFields(gate, language);
  return { ...told, embeds: (told.embeds ?? []).map((embed) => ({ ...embed, fields })) };
}

function changesOf(diff: RevisionDiff | null, language: Language): string {
  if (diff === null) return message(language, "discordAnnounceNoDiff");
  const { text, left } = firstLines(diffLines(diff, language), CHANGES_CHARS);
  if (text === "") return message(language, "discordAnnounceSame");
  return left === 0 ? text : `${text}\n${message(language, "discordDiffMore", { count: left })}`;
}

/** What passed is named; what did not is told in the gate's own words. */
function gateFields({ checks, forced, evaluation }: GateFigures, language: Language): APIEmbedField[] {
  const nameOf = ({ name }: GateCheck) => message(language, CHECK_NAMES[name]);
  const passed = checks.filter((check) => check.passed).map((check) => `✓ ${nameOf(check)}`);
  const failed = checks.filter((check) => !check.passed);
  const lines = [
    ...(forced === null
      ? []
      : [message(language, "discordAnnounceForced", { reason: shownWords(forced.reason, REASON_CHARS) })]),
    ...failed.map((check) => `✗ ${nameOf(check)}: ${shownWords(check.detail, DETAIL_CHARS)}`),
    ...(passed.length === 0 ? [] : [passed.join(" · ")]),
  ];
  const figures = Object.entries(evaluation ?? {}).slice(0, MAX_FIGURES);
  const field = (key: MessageKey, value: string) =>
    value === "" ? [] : [{ name: message(language, key), value }];
  const shown = figures.map(([name, value]) => figureLine(name, value, language));
  return [
    ...field("discordAnnounceGate", firstLines(lines, FIELD_CHARS).text),
    ...field(
      "discordAnnounceFigures",
      firstLines(shown, FIELD_CHARS - 2 * MAX_FIGURES).text.replaceAll("\n", " · "),
    ),
  ];
}

/** `ndcg10` is known as nDCG@10. */
function figureLine(name: string, value: number, language: Language): string {
  const shown = value.toLocaleString(language, { maximumFractionDigits: 3 });
  if (name === "questions") return message(language, "discordAnnounceQuestions", { count: shown });
  const [, measure = name, rank] = /^(hit|recall|mrr|ndcg)(\d+)$/.exec(name) ?? [];
  const known = rank === undefined ? name : `${MEASURES[measure] ?? measure}@${rank}`;
  return `${shownWords(known, 60)}: ${shown}`;
}
