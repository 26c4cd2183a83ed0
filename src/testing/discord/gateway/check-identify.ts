import { GatewayCloseCodes } from "discord.js";
import type { Identify } from "./client-payloads.ts";
import { areKnownIntents, PRIVILEGED_INTENTS, shardOf } from "./event-rules.ts";

/** What an IDENTIFY is held against. */
export interface IdentifyRules {
  token: string;
  /** The intents that the application's settings allow beside the ordinary ones. */
  privilegedIntents: number;
  guildIds: readonly string[];
  maxGuildsPerShard: number;
}

/** The code that a connection is closed with for its IDENTIFY, null for one that is in order. */
export function faultOf(identify: Identify, rules: IdentifyRules): GatewayCloseCodes | null {
  if (identify.token !== rules.token) return GatewayCloseCodes.AuthenticationFailed;
  const [id, count] = identify.shard ?? [0, 1];
  if (count < 1 || id < 0 || id >= count) return GatewayCloseCodes.InvalidShard;
  if (!areKnownIntents(identify.intents)) return GatewayCloseCodes.InvalidIntents;
  if ((identify.intents & PRIVILEGED_INTENTS & ~rules.privilegedIntents) !== 0)
    return GatewayCloseCodes.DisallowedIntents;
  const guilds = rules.guildIds.filter((guildId) => shardOf(guildId, count) === id);
  return guilds.length > rules.maxGuildsPerShard ? GatewayCloseCodes.ShardingRequired : null;
}
