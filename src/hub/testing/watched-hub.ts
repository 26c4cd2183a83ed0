import type { Log } from "../../domain/log.ts";
import { createHub, type Hub } from "../hub.ts";
import { HubError } from "../hub-error.ts";
import type { HubLimits } from "../hub-limits.ts";

/** A Hub whose waits take no time, and what it wrote and waited for. */
export interface WatchedHub {
  hub: Hub;
  /** Waits asked for between attempts, in milliseconds. */
  waits: number[];
  /** What was logged, as JSON. */
  lines: string[];
}

export const TEST_TOKEN = "hf_aVerySecretToken";

export function watchedHub(url: string, limits: Partial<HubLimits> = {}, token = TEST_TOKEN): WatchedHub {
  const waits: number[] = [];
  const lines: string[] = [];
  const write = (fields: object, message: string) => void lines.push(JSON.stringify({ ...fields, message }));
  const log: Log = { debug: write, info: write, warn: write, error: write };
  const sleep = async (ms: number) => void waits.push(ms);
  return { hub: createHub({ url, token, log, sleep, limits }), waits, lines };
}

/** The `HubError` with which a call fails. */
export async function failureOf(call: Promise<unknown>): Promise<HubError> {
  const outcome = await call.then(
    () => "it did not fail",
    (error: unknown) => error,
  );
  if (outcome instanceof HubError) return outcome;
  throw new Error(`expected a HubError, got: ${outcome}`);
}

/** All that an error would show anywhere. */
export function everythingOf(error: unknown): string {
  const seen: string[] = [];
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    seen.push(at.message, at.stack ?? "", JSON.stringify(at), Bun.inspect(at));
  }
  return seen.join("\n");
}
