import type { Log } from "../../domain/log.ts";
import type { MemberRecords } from "../../records/member-records.ts";
import { createRecordsFolder } from "../../records/testing/open-in-folder.ts";
import { createInService } from "../../revisions/sync/in-service.ts";
import { createQuestionRunner, DEFAULT_QUESTION_LIMITS } from "../../serving/question-runner.ts";
import type { QuestionService } from "../../serving/question-service.ts";
import type { GateRefusal, QuestionGate } from "../asking/question-gate.ts";
import type { BotServices } from "../bot-services.ts";
import type { Operations } from "../operations.ts";
import { createFakeDiscordApi, type FakeDiscordApi, type FakeDiscordApiOptions } from "./fake-discord-api.ts";
import {
  createFakeQuestionService,
  type FakeQuestionService,
  type FakeQuestionServiceOptions,
} from "./fake-question-service.ts";

export interface LogLine {
  level: "debug" | "info" | "warn" | "error";
  fields: object;
  message: string;
}

export interface FakeServices extends BotServices {
  readonly api: FakeDiscordApi;
  readonly gate: FakeGate;
  /** What answers; null where nothing was put into service. */
  readonly service: FakeQuestionService | null;
  readonly logged: readonly LogLine[];
  /** As `SIGTERM` does. */
  stop(): void;
  /** Puts another revision into service. */
  swap(service: QuestionService): void;
  /** How many revisions are in use. */
  leases(): number;
  /** Gives the records' folder back. */
  close(): void;
}

export interface FakeServicesOptions {
  /** What answers; null: no index is loaded. */
  service?: FakeQuestionServiceOptions | null;
  api?: FakeDiscordApiOptions;
  /** Why the gate turns everybody away. */
  refusal?: GateRefusal;
  limits?: Partial<typeof DEFAULT_QUESTION_LIMITS>;
  operations?: Partial<Operations>;
  records?: MemberRecords;
  status?: () => object;
  publicUrl?: string | null;
  now?: () => Date;
}

/** Services over records in a folder of their own; everything else is in memory. */
export function createFakeServices(options: FakeServicesOptions = {}): FakeServices {
  const folder = createRecordsFolder();
  const stopping = new AbortController();
  const logged: LogLine[] = [];
  const inService = createInService<QuestionService & { close(): void }>((error) => {
    throw error;
  });
  const service = options.service === null ? null : createFakeQuestionService(options.service);
  const swap = (next: QuestionService) => inService.publish({ ...next, close: () => undefined });
  if (service) swap(service);
  return {
    service,
    logged,
    swap,
    leases: inService.leases,
    questions: createQuestionRunner(inService.acquire, { ...DEFAULT_QUESTION_LIMITS, ...options.limits }),
    gate: createFakeGate(options.refusal ?? null),
    api: createFakeDiscordApi(options.api),
    records: options.records ?? folder.records.members,
    operations: fakeOperations(options.operations ?? {}),
    status: options.status ?? (() => ({ ready: service !== null })),
    publicUrl: options.publicUrl === undefined ? "https://vademecum.example" : options.publicUrl,
    applicationId: "1000",
    retentionDays: 30,
    signal: stopping.signal,
    log: recordingLog(logged),
    now: options.now ?? (() => new Date()),
    stop: () => stopping.abort(new Error("the bot is stopping")),
    close: folder.remove,
  };
}

export interface FakeGate extends QuestionGate {
  readonly entered: readonly { userId: string; guildId: string | null; cooldownMs?: number }[];
  /** Places that were given and not given back. */
  readonly inside: number;
}

function createFakeGate(refusal: GateRefusal | null): FakeGate {
  const entered: FakeGate["entered"][number][] = [];
  let inside = 0;
  return {
    entered,
    get inside() {
      return inside;
    },
    async enter(asker, signal) {
      signal.throwIfAborted();
      entered.push(asker);
      if (refusal) return { kind: "refused", refusal };
      inside += 1;
      return {
        kind: "admitted",
        leave: () => {
          inside -= 1;
        },
      };
    },
  };
}

function fakeOperations(given: Partial<Operations>): Operations {
  const unused = () => {
    throw new Error("not a part of this test");
  };
  return {
    revisions: unused,
    promote: unused,
    rollback: unused,
    diff: unused,
    startBuild: unused,
    followBuild: unused,
    unanswered: unused,
    spend: unused,
    budgetUsd: 1,
    ...given,
  };
}

function recordingLog(lines: LogLine[]): Log {
  const write = (level: LogLine["level"]) => (fields: object, message: string) => {
    lines.push({ level, fields, message });
  };
  return { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") };
}
