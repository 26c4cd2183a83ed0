import { ApplicationFlags } from "discord.js";
import { z } from "zod";
import { COMMAND_DEFINITIONS } from "../../discord/commands/all-commands.ts";
import { registerCommands } from "../../discord/register/register-commands.ts";
import { createDiscordRest, type DiscordRest } from "../../discord/send/discord-rest.ts";
import { readAnswer } from "../../discord/send/read-answer.ts";
import type { DiscordSetting } from "../../discord-setting.ts";
import { examine, type Finding, failed, ok, warn } from "./finding.ts";

const ApplicationSchema = z.object({
  id: z.string(),
  name: z.string(),
  verify_key: z.string(),
  flags: z.number().default(0),
  interactions_endpoint_url: z.string().nullish(),
});
type Application = z.infer<typeof ApplicationSchema>;

/** Whether Discord is reached, and knows the application, its rights and its commands as they are here. Nothing is changed. */
export async function examineDiscord(
  setting: DiscordSetting | null,
  signal: AbortSignal,
): Promise<Finding[]> {
  if (setting === null) return [ok("discord", "no bot is set up")];
  const rest = createDiscordRest({ api: setting.apiBase, token: setting.token });
  const application = await examine("discord", () => describeApplication(rest, setting, signal));
  if (application.state === "failed" || setting.token === null) return [application];
  return [application, await examine("commands", () => describeCommands(rest, setting, signal))];
}

async function describeApplication(
  rest: DiscordRest,
  setting: DiscordSetting,
  signal: AbortSignal,
): Promise<Finding> {
  if (setting.token === null) {
    await rest.call({ method: "GET", path: "/gateway", doing: "look at Discord", asBot: false, signal });
    return ok("discord", `${setting.apiBase} is reached; interactions are taken over HTTP alone`);
  }
  const path = "/applications/@me";
  const answer = await rest.call({ method: "GET", path, doing: "look at the application", signal });
  return compare(readAnswer(ApplicationSchema, answer, "an application"), setting);
}

function compare(application: Application, setting: DiscordSetting): Finding {
  const { id, name, verify_key, flags, interactions_endpoint_url: endpoint } = application;
  const { applicationId, publicKey, messageContent } = setting;
  if (id !== applicationId) {
    return failed(
      "discord",
      `DISCORD_TOKEN is of the application ${name} (${id}), DISCORD_APPLICATION_ID names ${applicationId}`,
      "take both from one application of the developer portal",
    );
  }
  if (publicKey !== null && publicKey.toLowerCase() !== verify_key.toLowerCase()) {
    return failed(
      "discord",
      `DISCORD_PUBLIC_KEY is not that of the application ${name}`,
      "copy it from the developer portal (General Information)",
    );
  }
  const mayRead =
    (flags & (ApplicationFlags.GatewayMessageContent | ApplicationFlags.GatewayMessageContentLimited)) !== 0;
  if (messageContent && !mayRead) {
    return warn(
      "discord",
      `${name} asks for the text of messages, which it may not have`,
      "switch on Message Content Intent in the developer portal (Bot), or unset DISCORD_MESSAGE_CONTENT",
    );
  }
  if (endpoint && publicKey === null) {
    return warn(
      "discord",
      `Discord sends the interactions of ${name} to ${endpoint}, and DISCORD_PUBLIC_KEY is not set`,
      "set it where that address is this Space, else remove the Interactions Endpoint URL in the developer portal",
    );
  }
  return ok("discord", `${name}, interactions ${endpoint ? `at ${endpoint}` : "by the gateway"}`);
}

async function describeCommands(
  rest: DiscordRest,
  { applicationId }: DiscordSetting,
  signal: AbortSignal,
): Promise<Finding> {
  const { created, updated, deleted, unchanged } = await registerCommands({
    rest,
    applicationId,
    guildId: null,
    definitions: COMMAND_DEFINITIONS,
    dryRun: true,
    signal,
  });
  const other = [...created, ...updated, ...deleted];
  if (other.length === 0) return ok("commands", `Discord knows all ${unchanged.length}`);
  return warn("commands", `Discord knows others than these: ${other.join(", ")}`, "./vade discord register");
}
