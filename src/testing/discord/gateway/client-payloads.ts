import { GatewayOpcodes } from "discord.js";
import { z } from "zod";

/** Anything that a client may send. */
export const PayloadSchema = z.looseObject({ op: z.int(), d: z.unknown() });

export const IdentifySchema = z.looseObject({
  token: z.string(),
  properties: z.looseObject({ os: z.string() }),
  compress: z.boolean().default(false),
  shard: z.tuple([z.int(), z.int()]).optional(),
  intents: z.int(),
});

export type Identify = z.infer<typeof IdentifySchema>;

export const ResumeSchema = z.looseObject({ token: z.string(), session_id: z.string(), seq: z.int() });

export const HeartbeatSchema = z.int().nullable();

/** What a client sends beside its heartbeats and its beginning. */
export const COMMANDS: ReadonlySet<number> = new Set([
  GatewayOpcodes.PresenceUpdate,
  GatewayOpcodes.VoiceStateUpdate,
  GatewayOpcodes.RequestGuildMembers,
  GatewayOpcodes.RequestSoundboardSounds,
]);
