import type { Log } from "../domain/log.ts";
import type { MemberRecords } from "../records/member-records.ts";
import type { QuestionRunner } from "../serving/question-runner.ts";
import type { DiscordApi } from "./discord-api.ts";
import type { Operations } from "./operations.ts";
import type { QuestionGate } from "./question-gate.ts";

/** All that a handler may use. */
export interface BotServices {
  questions: QuestionRunner;
  /** Who may ask how often, and how many questions are answered at once. */
  gate: QuestionGate;
  api: DiscordApi;
  records: MemberRecords;
  operations: Operations;
  /** What `/api/status` says. */
  status(): object;
  /** Where the Space's pages are, without a slash at the end; null where nobody outside can open them. */
  publicUrl: string | null;
  applicationId: string;
  retentionDays: number;
  /** Aborted when the bot stops. */
  signal: AbortSignal;
  log: Log;
  now(): Date;
}
