import { VademecumError } from "./domain/errors.ts";
import type { Environment } from "./environment.ts";

/** The application at Discord that members talk to. At least one of token and public key is there. */
export interface DiscordSetting {
  applicationId: string;
  /** Of the bot; null: there is no gateway, and nothing is sent unasked. */
  token: string | null;
  /** Of the application, 64 hexadecimal digits; null: no interactions are taken over HTTP. */
  publicKey: string | null;
  /** Without version and slash at the end. */
  apiBase: string;
  /** Connections to the gateway; `auto`: as many as Discord advises. */
  shards: number | "auto";
  /** Whether Discord is asked for the text of messages that do not address the bot, which is a privileged intent. */
  messageContent: boolean;
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
