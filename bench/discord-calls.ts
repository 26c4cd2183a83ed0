import type { RestCall } from "../src/testing/discord/rest/rest-request.ts";

const EVERY_MS = 1000;
/** A timer may be a few milliseconds early. */
const SECOND_MS = 995;
const EDIT_PATH = /^\/webhooks\/\d+\/([^/]+)\/messages\/@original$/;

/** Counts what a bot asks of Discord, and keeps nothing of what was counted. */
export interface CallTally {
  reset(): void;
  read(): { rateLimited: number; mostEditsInASecond: number; shortestBetweenEditsMs: number };
}

/** @param calls is emptied of what was answered once a second */
export function createCallTally(calls: RestCall[]): CallTally {
  let rateLimited = 0;
  /** By the reply's token: when its last edits came. */
  let recent = new Map<string, number[]>();
  let mostEditsInASecond = 0;
  let shortestBetweenEditsMs = Number.POSITIVE_INFINITY;

  function count({ status, method, path, atMs }: RestCall): void {
    if (status === 429) rateLimited += 1;
    const token = method === "PATCH" ? EDIT_PATH.exec(path)?.[1] : undefined;
    if (token === undefined) return;
    const before = recent.get(token) ?? [];
    const last = before.at(-1);
    if (last !== undefined) shortestBetweenEditsMs = Math.min(shortestBetweenEditsMs, atMs - last);
    const within = [...before.filter((beforeMs) => atMs - beforeMs < SECOND_MS), atMs];
    mostEditsInASecond = Math.max(mostEditsInASecond, within.length);
    recent.set(token, within);
  }

  function take(): void {
    const answered = calls.filter(({ status }) => status !== null);
    const open = calls.filter(({ status }) => status === null);
    calls.splice(0, calls.length, ...open);
    for (const call of answered) count(call);
  }

  setInterval(take, EVERY_MS).unref();
  return {
    reset() {
      take();
      rateLimited = 0;
      recent = new Map();
      mostEditsInASecond = 0;
      shortestBetweenEditsMs = Number.POSITIVE_INFINITY;
    },
    read() {
      take();
      return { rateLimited, mostEditsInASecond, shortestBetweenEditsMs };
    },
  };
}
