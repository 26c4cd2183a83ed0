import { createSigningKeys, signatureHeaders } from "../../../../testing/discord/client/sign.ts";
import { silentLog } from "../../../../testing/silent-log.ts";
import type { Interaction } from "../../../interaction.ts";
import type { Responder } from "../../../responder.ts";
import type { DiscordCall } from "../../../send/discord-rest.ts";
import { createInteractionsHandler } from "../create-interactions-handler.ts";

export const APPLICATION = "1200000000000000001";
const keys = await createSigningKeys();

/** An endpoint at a fixed time, and Discord's hand to sign for it. */
export async function createEndpoint(
  options: {
    handle?: (interaction: Interaction, respond: Responder) => Promise<void>;
    canEditLater?: boolean;
    answerWithinMs?: number;
  } = {},
) {
  const clock = { nowMs: Date.parse("2026-03-01T12:00:00Z") };
  const calls: DiscordCall[] = [];
  const taken: Interaction[] = [];
  const { handle: given, canEditLater = true, answerWithinMs } = options;
  const receive = await createInteractionsHandler({
    applicationId: APPLICATION,
    publicKeyHex: keys.publicKeyHex,
    rest: {
      async call(call) {
        calls.push(call);
        return { id: "9", channel_id: "5" };
      },
    },
    async handle(interaction, respond) {
      taken.push(interaction);
      if (given) await given(interaction, respond);
      else await respond.reply({ content: "olá" }, { ephemeral: false });
    },
    canEditLater: () => canEditLater,
    log: silentLog,
    now: () => clock.nowMs,
    ...(answerWithinMs === undefined ? {} : { answerWithinMs }),
  });
  const timestamp = (afterSeconds = 0) => String(Math.floor(clock.nowMs / 1000) + afterSeconds);
  const sign = (body: string, at = timestamp()) => signatureHeaders(keys.privateKey, body, at);
  const request = (body: string, headers: Record<string, string> | [string, string][]) =>
    new Request("http://127.0.0.1/interactions", { method: "POST", headers, body });
  return {
    ...{ receive, clock, calls, taken, timestamp, sign, request },
    /** A rightly signed request. */
    send: async (body: string) => receive(request(body, await sign(body))),
  };
}

let lastId = 1000;

export function ping(): string {
  return JSON.stringify({
    id: String(++lastId),
    application_id: APPLICATION,
    type: 1,
    token: "t",
    version: 1,
  });
}

/** What Discord posts where a member gives the command `/ajuda`; `values` replace parts of it. */
export function command(values: Record<string, unknown> = {}): string {
  return JSON.stringify({
    id: String(++lastId),
    application_id: APPLICATION,
    type: 2,
    token: `token-${lastId}`,
    version: 1,
    guild_id: "300",
    channel: { id: "500", type: 0 },
    member: { user: { id: "42" }, permissions: "32" },
    locale: "pt-BR",
    app_permissions: "0",
    data: { id: "7", type: 1, name: "ajuda" },
    ...values,
  });
}
