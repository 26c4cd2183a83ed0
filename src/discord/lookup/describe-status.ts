import { z } from "zod";
import { type Language, type MessageKey, message } from "../../domain/messages.ts";
import type { BotServices } from "../bot-services.ts";
import { shownTime } from "../commands/admin/revision-list.ts";
import { escapeMarkdown } from "../render/escape-markdown.ts";

const REVISION_CHARS = 12;

/** What of the Space's status members are told; what is not there is left out. */
const StatusSchema = z.object({
  ready: z.boolean().catch(false),
  version: z.string().nullable().catch(null),
  uptime_seconds: z.number().nullable().catch(null),
  revision: z
    .object({
      revision: z.string(),
      tag: z.string(),
      created_at: z.string(),
      since: z.string().nullable().catch(null),
      documents: z.number(),
      chunks: z.number(),
      engine: z.object({ name: z.string(), variant: z.string() }),
    })
    .nullable()
    .catch(null),
  syncing: z
    .object({ tag: z.string(), done_bytes: z.number(), total_bytes: z.number() })
    .nullable()
    .catch(null),
  last_error: z.object({ code: z.string() }).nullable().catch(null),
  /** As `BotState` says it. */
  discord: z
    .object({
      gateway: z.object({ ready: z.boolean(), error: z.object({}).nullable().catch(null) }).nullable(),
      http: z.boolean(),
    })
    .nullable()
    .catch(null),
});
type Status = z.infer<typeof StatusSchema>;

/** The state of the bot in words, as a member reads it. */
export function describeStatus(
  services: Pick<BotServices, "status" | "operations" | "log">,
  language: Language,
): { isReady: boolean; version: string | null; text: string } {
  const status = StatusSchema.parse(services.status());
  const lines = [
    `**${message(language, status.ready ? "discordStatusReady" : "discordStatusNotReady")}**`,
    ...describeIndex(status, language),
    ...describeTrouble(status, language),
    line(language, "discordStatusBudget", describeBudget(services, language)),
    line(language, "discordStatusBot", describeBot(status, language)),
    ...(status.uptime_seconds === null
      ? []
      : [line(language, "discordStatusUptime", describeDuration(status.uptime_seconds, language))]),
  ];
  return { isReady: status.ready, version: status.version, text: lines.join("\n\n") };
}

function describeIndex({ revision }: Status, language: Language): string[] {
  if (revision === null) return [];
  const { tag, created_at, since, documents, chunks, engine } = revision;
  const commit = revision.revision.slice(0, REVISION_CHARS);
  return [
    line(
      language,
      "discordStatusIndex",
      message(language, "discordStatusIndexLine", {
        tag: escapeMarkdown(tag),
        revision: escapeMarkdown(commit),
      }),
    ),
    line(language, "discordStatusPublished", shownTime(created_at)),
    ...(since === null ? [] : [line(language, "discordStatusSince", shownTime(since))]),
    line(
      language,
      "discordStatusContents",
      message(language, "discordStatusContentsLine", {
        documents: count(documents, language),
        chunks: count(chunks, language),
      }),
    ),
    line(language, "discordStatusEngine", escapeMarkdown(`${engine.name} (${engine.variant})`)),
  ];
}

function describeTrouble({ syncing, last_error }: Status, language: Language): string[] {
  const lines: string[] = [];
  if (syncing !== null) {
    const { tag, done_bytes, total_bytes } = syncing;
    const percent = Math.floor((100 * done_bytes) / Math.max(1, total_bytes));
    const text = message(language, "discordStatusUpdatingLine", { tag: escapeMarkdown(tag), percent });
    lines.push(line(language, "discordStatusUpdating", text));
  }
  if (last_error !== null) {
    const text = message(language, "discordStatusTroubleLine", { code: escapeMarkdown(last_error.code) });
    lines.push(line(language, "discordStatusTrouble", text));
  }
  return lines;
}

function describeBudget(
  { operations, log }: Pick<BotServices, "operations" | "log">,
  language: Language,
): string {
  try {
    const { budgetUsd } = operations;
    const spent = operations.spend(1)[0]?.costUsd ?? 0;
    const left = Math.max(0, budgetUsd - spent);
    if (left === 0) return message(language, "discordStatusBudgetGone");
    const dollars = new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
    return message(language, "discordStatusBudgetLeft", {
      percent: Math.floor((100 * left) / budgetUsd),
      left: dollars.format(left),
      budget: dollars.format(budgetUsd),
    });
  } catch (error) {
    log.warn({ reason: String(error) }, "what was spent today is not known");
    return message(language, "discordStatusBudgetUnknown");
  }
}

/** A member who reads this has been answered, so some way is up. */
function describeBot({ discord }: Status, language: Language): string {
  if (discord === null) return message(language, "discordStatusBotUp");
  const { gateway, http } = discord;
  const ways = [
    ...(gateway === null ? [] : [gatewayKey(gateway)]),
    ...(http ? ["discordStatusHttp" as const] : []),
  ];
  return ways.map((key) => message(language, key)).join("\n");
}

/** Where Discord refuses the bot it is not being connected again, and somebody has to mend it. */
function gatewayKey({ ready, error }: { ready: boolean; error: object | null }): MessageKey {
  if (ready) return "discordStatusGateway";
  return error === null ? "discordStatusGatewayDown" : "discordStatusGatewayOff";
}

function describeDuration(seconds: number, language: Language): string {
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (hours >= 24) {
    return message(language, "discordStatusDays", { days: Math.floor(hours / 24), hours: hours % 24 });
  }
  if (hours > 0) return message(language, "discordStatusHours", { hours, minutes: minutes % 60 });
  return message(language, "discordStatusMinutes", { minutes });
}

function line(language: Language, key: Parameters<typeof message>[1], text: string): string {
  return `**${message(language, key)}**\n${text}`;
}

function count(value: number, language: Language): string {
  return new Intl.NumberFormat(language).format(value);
}
