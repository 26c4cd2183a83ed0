import { isWanted, shardOf, visibleData } from "./event-rules.ts";
import type { Link } from "./link.ts";

/** An event as it went to a client. */
interface Dispatched {
  op: 0;
  t: string;
  s: number;
  d: unknown;
}

/** What a client identified for; it outlives its connections. */
export interface Session {
  readonly id: string;
  readonly shard: readonly [id: number, count: number];
  readonly intents: number;
  /** The number of the last event. */
  sequence: number;
  /** How often it was resumed. */
  resumes: number;
  /** Null while the client is away: events are kept for it. */
  link: Link | null;
  readonly events: Dispatched[];
}

export function createSession(options: {
  shard: readonly [number, number];
  intents: number;
  link: Link;
}): Session {
  return { id: crypto.randomUUID().replaceAll("-", ""), ...options, sequence: 0, resumes: 0, events: [] };
}

/** Numbers an event and sends it, if the session wants it. Says whether it does. */
export function dispatchTo(
  session: Session,
  event: string,
  data: unknown,
  about: { guildId: string | null; userId: string },
): boolean {
  const [id, count] = session.shard;
  if (!isWanted(event, session.intents, about.guildId) || shardOf(about.guildId, count) !== id) return false;
  push(session, event, visibleData(event, data, { ...about, intents: session.intents }));
  return true;
}

/** Numbers an event that only this session hears of, and sends it. */
export function push(session: Session, event: string, data: unknown): void {
  session.sequence++;
  const dispatched: Dispatched = { op: 0, t: event, s: session.sequence, d: data };
  session.events.push(dispatched);
  session.link?.send(dispatched);
}

/** Sends again, in their order, the events after `sequence`, and says RESUMED. */
export function replay(session: Session, sequence: number): void {
  for (const event of session.events) if (event.s > sequence) session.link?.send(event);
  session.resumes++;
  push(session, "RESUMED", { _trace: ["[fake gateway]"] });
}
