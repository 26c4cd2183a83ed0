import type { DiscordApplication } from "./discord/discord-application.ts";
import { VademecumError } from "./domain/errors.ts";
import type { Environment } from "./environment.ts";

/** The application, and who may do more with it than ask. */
export interface DiscordSetting extends DiscordApplication {
  /** Servers whose managers may operate the index, which all servers share; empty: none may. */
  operatorGuilds: readonly string[];
}

/**
 * @returns null where neither a token nor a public key is set
 * @throws VademecumError `CONFIG_INCOMPLETE`
 */
export function readDiscord(values: Environment): DiscordSetting | null {
  const {
    DISCORD_TOKEN: token = null,
    DISCORD_PUBLIC_KEY: publicKey = null,
    DISCORD_APPLICATION_ID: applicationId,
  } = values;
  if (token === null && publicKey === null) return null;
  if (applicationId === undefined) {
    throw new VademecumError({
      code: "CONFIG_INCOMPLETE",
      message: `${token === null ? "DISCORD_PUBLIC_KEY" : "DISCORD_TOKEN"} is set and the application is not named`,
      expected: "DISCORD_APPLICATION_ID, as the developer portal shows it under General Information",
      hint: "set it, or unset the other for a Space without Discord",
      exitCode: 2,
    });
  }
  return {
    applicationId,
    token,
    publicKey,
    apiBase: values.DISCORD_API_BASE.replace(/(?:\/v\d+)?\/*$/, ""),
    shards: values.DISCORD_SHARDS,
    messageContent: values.DISCORD_MESSAGE_CONTENT,
    operatorGuilds: values.DISCORD_OPERATOR_GUILDS?.split(",").map((id) => id.trim()) ?? [],
  };
}
