import { type Language, message } from "../../../domain/messages.ts";
import type { BotServices } from "../../bot-services.ts";
import type { RevisionLine } from "../../operations.ts";
import type { OutgoingMessage } from "../../outgoing-message.ts";
import { escapeMarkdown, truncate } from "../../render/escape-markdown.ts";
import { panel } from "../../render/panel.ts";

const NEWEST_SHOWN = 5;
/** As with commits: from here on a beginning stands for a name that it fits alone. */
const MIN_PREFIX_CHARS = 7;
const WORDS_CHARS = 300;

/** A revision by its tag or commit, or a beginning of either that fits only one; null where there is none. */
export function findLine(lines: readonly RevisionLine[], wanted: string): RevisionLine | null {
  const exact = lines.find(({ tag, revision }) => tag === wanted || revision === wanted);
  if (exact) return exact;
  if (wanted.length < MIN_PREFIX_CHARS) return null;
  const alike = lines.filter(({ tag, revision }) => tag.startsWith(wanted) || revision.startsWith(wanted));
  return alike.length === 1 ? (alike[0] ?? null) : null;
}

export function inService(lines: readonly RevisionLine[]): RevisionLine | null {
  return lines.find((line) => line.isInService) ?? null;
}

/** What is in service, named; `-` and the like are nobody's name. */
export function tagOf(line: RevisionLine | null, language: Language): string {
  return line?.tag ?? message(language, "discordSwapNone");
}

/** Whether it may be put into service without force. */
export function mayBeServed({ gatePassed, wasForced, isInService, isPrevious }: RevisionLine): boolean {
  return gatePassed === true || [wasForced, isInService, isPrevious].includes(true);
}

export function gateWord({ gatePassed, wasForced }: RevisionLine, language: Language): string {
  if (wasForced) return message(language, "discordGateForced");
  if (gatePassed === null) return message(language, "discordGateNone");
  return message(language, gatePassed ? "discordGatePassed" : "discordGateRefused");
}

/** A moment as every reader's client shows it, in their own time zone. */
export function shownTime(iso: string): string {
  const ms = Date.parse(iso);
  return Number.isFinite(ms) ? `<t:${Math.floor(ms / 1000)}:f>` : "?";
}

/** Words of another program, in one line. */
export function shownWords(text: string, maxChars = WORDS_CHARS): string {
  return escapeMarkdown(truncate(text.replace(/\s+/g, " ").trim(), maxChars));
}

export function unknownTag(
  lines: readonly RevisionLine[],
  wanted: string,
  language: Language,
): OutgoingMessage {
  const tags = lines
    .slice(0, NEWEST_SHOWN)
    .map(({ tag }) => tag)
    .join(", ");
  return panel({
    title: message(language, "discordAdminTagUnknownTitle"),
    text:
      lines.length === 0
        ? message(language, "discordAdminNothingPublished")
        : message(language, "discordAdminTagUnknown", { tag: shownWords(wanted, 80), tags }),
    tone: "warning",
  });
}

/** The revisions for an option that is typed, remembered for a moment: each letter asks again. */
export interface RecentRevisions {
  /** What is known within the time that Discord leaves; older than that rather than nothing. */
  get(services: Pick<BotServices, "operations" | "signal" | "log" | "now">): Promise<RevisionLine[]>;
}

const FRESH_MS = 30_000;
const WITHIN_MS = 2000;

export function createRecentRevisions(): RecentRevisions {
  let known: { lines: RevisionLine[]; atMs: number } = { lines: [], atMs: Number.NEGATIVE_INFINITY };
  let reading: Promise<void> | null = null;
  return {
    async get({ operations, signal, log, now }) {
      if (now().getTime() - known.atMs < FRESH_MS) return known.lines;
      reading ??= operations
        .revisions(signal)
        .then((lines) => {
          known = { lines, atMs: now().getTime() };
        })
        .catch((error: unknown) => log.warn({ reason: String(error) }, "the revisions could not be listed"))
        .finally(() => {
          reading = null;
        });
      await Promise.race([reading, Bun.sleep(WITHIN_MS)]);
      return known.lines;
    },
  };
}
