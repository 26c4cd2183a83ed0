import { GatewayCloseCodes, GatewayOpcodes } from "discord.js";
import { faultOf, type IdentifyRules } from "./check-identify.ts";
import {
  COMMANDS,
  HeartbeatSchema,
  type Identify,
  IdentifySchema,
  PayloadSchema,
  ResumeSchema,
} from "./client-payloads.ts";
import type { Link } from "./link.ts";
import { createSession, push, replay, type Session } from "./session.ts";

/** What the protocol needs of the server around it. */
export interface GatewayHooks {
  sessions: Map<string, Session>;
  rules(): IdentifyRules;
  commands: { max: number; windowMs: number };
  /** Takes the next code that an IDENTIFY is to be refused with. */
  takeRefusal(): GatewayCloseCodes | null;
  /** Notes an IDENTIFY. False where it came too soon after another one. */
  takeIdentify(shardId: number): boolean;
  /** READY's data but for the session. */
  ready(shard: readonly [number, number]): object;
  /** GUILD_CREATE's data of every guild of the shard. */
  guilds(shard: readonly [number, number]): { id: string }[];
  /** Tells of READY and RESUMED, and of what a client sends. */
  noticed(link: Link, what: "identified" | "resumed" | "heartbeat" | { op: number; d: unknown }): void;
  dispatch(session: Session, event: string, data: unknown, guildId: string): void;
}

const MAX_PAYLOAD_BYTES = 4096;

/** Does what Discord does with a payload of a client. */
export function receive(link: Link, message: string | Uint8Array, hooks: GatewayHooks): void {
  if (link.isZombie) return;
  const code = isTooMuch(link, hooks.commands) ? GatewayCloseCodes.RateLimited : handle(link, message, hooks);
  if (code !== null) link.close(code);
}

/** Counts a payload. */
function isTooMuch(link: Link, { max, windowMs }: GatewayHooks["commands"]): boolean {
  const now = performance.now();
  link.receivedMs = [...link.receivedMs.filter((at) => now - at < windowMs), now];
  return link.receivedMs.length > max;
}

/** The code that the connection is to be closed with, null where it stays. */
function handle(link: Link, message: string | Uint8Array, hooks: GatewayHooks): GatewayCloseCodes | null {
  const payload = parsePayload(message);
  if (!payload) return GatewayCloseCodes.DecodeError;
  const { op, d } = payload;
  if (op === GatewayOpcodes.Heartbeat) return beat(link, d, hooks);
  if (op === GatewayOpcodes.Identify) return identify(link, d, hooks);
  if (op === GatewayOpcodes.Resume) return resume(link, d, hooks);
  if (!COMMANDS.has(op)) return GatewayCloseCodes.UnknownOpcode;
  if (!link.session) return GatewayCloseCodes.NotAuthenticated;
  hooks.noticed(link, { op, d });
  return null;
}

function parsePayload(message: string | Uint8Array): { op: number; d?: unknown } | null {
  if (typeof message !== "string" || Buffer.byteLength(message) > MAX_PAYLOAD_BYTES) return null;
  try {
    return PayloadSchema.parse(JSON.parse(message));
  } catch {
    return null;
  }
}

function beat(link: Link, d: unknown, hooks: GatewayHooks): GatewayCloseCodes | null {
  const parsed = HeartbeatSchema.safeParse(d);
  if (!parsed.success) return GatewayCloseCodes.DecodeError;
  if (link.session && (parsed.data ?? 0) > link.session.sequence) return outOfStep(link.session, hooks);
  link.heard();
  link.send({ op: GatewayOpcodes.HeartbeatAck });
  hooks.noticed(link, "heartbeat");
  return null;
}

function identify(link: Link, d: unknown, hooks: GatewayHooks): GatewayCloseCodes | null {
  if (link.session) return GatewayCloseCodes.AlreadyAuthenticated;
  const parsed = IdentifySchema.safeParse(d);
  if (!parsed.success) return GatewayCloseCodes.DecodeError;
  const code = hooks.takeRefusal() ?? faultOf(parsed.data, hooks.rules());
  if (code !== null) return code;
  const shard = parsed.data.shard ?? ([0, 1] as const);
  if (hooks.takeIdentify(shard[0])) begin(link, parsed.data, shard, hooks);
  else link.send({ op: GatewayOpcodes.InvalidSession, d: false });
  return null;
}

function begin(
  link: Link,
  { intents, compress }: Identify,
  shard: readonly [number, number],
  hooks: GatewayHooks,
): void {
  link.isCompressed = compress;
  const session = createSession({ shard, intents, link });
  link.session = session;
  hooks.sessions.set(session.id, session);
  const guilds = hooks.guilds(shard);
  push(session, "READY", {
    ...hooks.ready(shard),
    guilds: guilds.map(({ id }) => ({ id, unavailable: true })),
    session_id: session.id,
  });
  for (const guild of guilds) hooks.dispatch(session, "GUILD_CREATE", guild, guild.id);
  hooks.noticed(link, "identified");
}

function resume(link: Link, d: unknown, hooks: GatewayHooks): GatewayCloseCodes | null {
  if (link.session) return GatewayCloseCodes.AlreadyAuthenticated;
  const parsed = ResumeSchema.safeParse(d);
  if (!parsed.success) return GatewayCloseCodes.DecodeError;
  const { token, session_id, seq } = parsed.data;
  if (token !== hooks.rules().token) return GatewayCloseCodes.AuthenticationFailed;
  const session = hooks.sessions.get(session_id);
  if (!session) {
    link.send({ op: GatewayOpcodes.InvalidSession, d: false });
    return null;
  }
  if (seq < 0 || seq > session.sequence) return outOfStep(session, hooks);
  takeOver(session, link);
  replay(session, seq);
  hooks.noticed(link, "resumed");
  return null;
}

/** The session's connection before this one may not be known to be dead yet. */
function takeOver(session: Session, link: Link): void {
  const before = session.link;
  session.link = link;
  link.session = session;
  if (!before) return;
  before.session = null;
  before.terminate();
}

/** The client counts otherwise, and must begin anew. */
function outOfStep(session: Session, hooks: GatewayHooks): GatewayCloseCodes {
  hooks.sessions.delete(session.id);
  return GatewayCloseCodes.InvalidSeq;
}
