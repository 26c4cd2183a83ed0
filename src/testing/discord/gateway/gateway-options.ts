import { ApplicationFlags, GatewayVersion } from "discord.js";
import { PRIVILEGED_INTENTS } from "./event-rules.ts";

/** A guild as GUILD_CREATE tells of it; what is left out is that of a small guild. */
export interface GatewayGuild {
  id: string;
  [property: string]: unknown;
}

export interface FakeGatewayOptions {
  /** Without "Bot ". */
  token: string;
  applicationId: string;
  /** What READY says of the bot beside its defaults; its id is the application's where it is not given. */
  botUser?: { id?: string; username?: string; [property: string]: unknown };
  /** The guilds that the bot is in; asked at every IDENTIFY. */
  guilds?: () => readonly GatewayGuild[];
  /** The privileged intents that the application's settings allow: all of them by default. */
  privilegedIntents?: number;
  heartbeatIntervalMs?: number;
  /** How many shards `GET /gateway/bot` recommends. */
  shards?: number;
  /** A shard of more guilds is refused with 4011. */
  maxGuildsPerShard?: number;
  /** How many shards may identify at once within `identifyWindowMs`. */
  maxConcurrency?: number;
  identifyWindowMs?: number;
  /** How many identifies are left of the day's thousand. */
  sessionsLeft?: number;
  /** How much a connection may send: 120 payloads in 60 s. */
  commands?: { max: number; windowMs: number };
}

export type GatewayWorld = Required<FakeGatewayOptions>;

export function withDefaults(options: FakeGatewayOptions): GatewayWorld {
  return {
    botUser: {},
    guilds: () => [],
    privilegedIntents: PRIVILEGED_INTENTS,
    heartbeatIntervalMs: 41_250,
    shards: 1,
    maxGuildsPerShard: 2500,
    maxConcurrency: 1,
    identifyWindowMs: 5000,
    sessionsLeft: 1000,
    commands: { max: 120, windowMs: 60_000 },
    ...options,
  };
}

export function botUserOf(world: GatewayWorld): { id: string; [property: string]: unknown } {
  return {
    username: "Vademecum",
    discriminator: "0000",
    global_name: null,
    avatar: null,
    bot: true,
    verified: true,
    email: null,
    mfa_enabled: true,
    flags: 0,
    ...world.botUser,
    id: world.botUser.id ?? world.applicationId,
  };
}

/** READY's data but for the guilds and the session. */
export function readyOf(world: GatewayWorld, shard: readonly [number, number], url: string): object {
  return {
    v: Number(GatewayVersion),
    user: botUserOf(world),
    user_settings: {},
    session_type: "normal",
    resume_gateway_url: url,
    relationships: [],
    private_channels: [],
    presences: [],
    shard,
    application: { id: world.applicationId, flags: flagsOf(world.privilegedIntents) },
    _trace: ["[fake gateway]"],
  };
}

/** The application's flags say what its settings allow to a bot in fewer than a hundred guilds. */
function flagsOf(privilegedIntents: number): number {
  const has = (bit: number) => (privilegedIntents & bit) !== 0;
  return (
    ApplicationFlags.ApplicationCommandBadge |
    (has(1 << 8) ? ApplicationFlags.GatewayPresenceLimited : 0) |
    (has(1 << 1) ? ApplicationFlags.GatewayGuildMembersLimited : 0) |
    (has(1 << 15) ? ApplicationFlags.GatewayMessageContentLimited : 0)
  );
}

export function guildCreateOf(guild: GatewayGuild): GatewayGuild {
  return {
    name: "Guild",
    icon: null,
    splash: null,
    discovery_splash: null,
    owner_id: guild.id,
    afk_channel_id: null,
    afk_timeout: 300,
    verification_level: 0,
    default_message_notifications: 1,
    explicit_content_filter: 0,
    emojis: [],
    stickers: [],
    features: [],
    mfa_level: 0,
    application_id: null,
    system_channel_id: null,
    system_channel_flags: 0,
    rules_channel_id: null,
    vanity_url_code: null,
    description: null,
    banner: null,
    premium_tier: 0,
    preferred_locale: "pt-BR",
    public_updates_channel_id: null,
    nsfw_level: 0,
    premium_progress_bar_enabled: false,
    roles: [
      { id: guild.id, name: "@everyone", color: 0, hoist: false, position: 0, permissions: "0", flags: 0 },
    ],
    joined_at: "2026-01-01T00:00:00.000000+00:00",
    large: false,
    unavailable: false,
    member_count: 1,
    voice_states: [],
    members: [],
    channels: [],
    threads: [],
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
    ...guild,
  };
}
