/** The application at Discord that members talk to. At least one of token and public key is there. */
export interface DiscordApplication {
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
}
