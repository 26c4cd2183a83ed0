/** What all custom ids of this command begin with. */
export const ADMIN_PREFIX = "admin";
/** What the button of an announcement begins with: `rollback:<in service then>:<before>`. */
export const ROLLBACK_PREFIX = "rollback";
/** So long a button that changes something can be pressed. */
export const CONFIRM_WITHIN_MINUTES = 5;
const MINUTE_MS = 60_000;
const SHORT_CHARS = 12;

/** What a button or form of this command means. */
export type AdminAction =
  | { kind: "swap"; how: "promote" | "rollback"; from: string; to: string; expiresMs: number }
  /** Asks for the reason of a forced promotion; the form that asks has the same. */
  | { kind: "force"; from: string; to: string; expiresMs: number }
  | { kind: "cancel" }
  | { kind: "diff"; from: string; to: string; page: number };

/** A revision in few characters; `findShort` finds it again. */
export function shortName(revision: string | null): string {
  return revision === null ? "-" : revision.slice(0, SHORT_CHARS);
}

export function expiryFrom(now: Date): number {
  return now.getTime() + CONFIRM_WITHIN_MINUTES * MINUTE_MS;
}

/** @returns at most 100 characters */
export function toCustomId(action: AdminAction): string {
  const inSeconds = (ms: number) => Math.floor(ms / 1000).toString(36);
  switch (action.kind) {
    case "swap":
      return [ADMIN_PREFIX, action.how, action.from, action.to, inSeconds(action.expiresMs)].join(":");
    case "force":
      return [ADMIN_PREFIX, "force", action.from, action.to, inSeconds(action.expiresMs)].join(":");
    case "cancel":
      return `${ADMIN_PREFIX}:cancel`;
    case "diff":
      return [ADMIN_PREFIX, "diff", action.from, action.to, action.page].join(":");
  }
}

/** Null where this program has made no such id. */
export function readCustomId(customId: string): AdminAction | null {
  const [prefix, verb = "", from = "", to = "", last = ""] = customId.split(":");
  if (prefix !== ADMIN_PREFIX) return null;
  const expiresMs = Number.parseInt(last, 36) * 1000;
  if (verb === "cancel") return { kind: "cancel" };
  if (verb === "diff" && /^\d+$/.test(last)) return { kind: "diff", from, to, page: Number(last) };
  if (!Number.isFinite(expiresMs)) return null;
  if (verb === "promote" || verb === "rollback") return { kind: "swap", how: verb, from, to, expiresMs };
  return verb === "force" ? { kind: "force", from, to, expiresMs } : null;
}

export function rollbackCustomId(served: string, before: string): string {
  return [ROLLBACK_PREFIX, shortName(served), shortName(before)].join(":");
}
