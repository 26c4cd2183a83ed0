import type { Log } from "../domain/log.ts";
import type { MemberRecords } from "../records/member-records.ts";
import type { QuestionRunner } from "../serving/question-runner.ts";
import type { QuestionGate } from "./asking/question-gate.ts";
import type { DiscordApi } from "./discord-api.ts";
import type { Operations } from "./operations.ts";

/** All that a handler may use. */
export interface BotServices {
  questions: QuestionRunner;
  /** Who may ask how often, and how many questions are answered at once. */
  gate: QuestionGate;
  api: DiscordApi;
  records: MemberRecords;
  operations: Operations;
  /**
   * Whether those who manage a server may touch what all servers share: the index, its builds, what is asked and spent
   * everywhere. Left out: nobody may. `userId` null: whether anybody there may.
   */
  mayOperate?(guildId: string, userId: string | null): boolean;
  /** Whether the bot is given the text of messages that do not mention it; left out: it is not known. */
  readsMessages?: boolean;
  /** Ids of the registered commands by their names, by which Discord lets a text mention them; left out: not known. */
  commandIds?(): ReadonlyMap<string, string>;
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
