import { type REST, Routes } from "discord.js";
import type { InteractSpec } from "./client/interact-spec.ts";
import type { Outcome } from "./client/outcome.ts";
import { restClient } from "./rest-client.ts";
import { type FakeDiscord, startFakeDiscord } from "./start-fake-discord.ts";
import type { FakeChannel, FakeGuild, FakeUser } from "./world.ts";

/** An interaction as a bot is told of it. */
export interface Started {
  id: string;
  token: string;
  data: Record<string, unknown>;
}

/** A member, a channel and `/perguntar [lei]`, which a test answers as a bot would. */
export interface InteractionBench {
  discord: FakeDiscord;
  rest: REST;
  guild: FakeGuild;
  channel: FakeChannel;
  member: FakeUser;
  /** What Discord takes for the time; starts at a fixed date. */
  clock: { nowMs: number };
  /** The member does something, `/perguntar` by default, and the bot answers by `respond`. */
  when(spec: Partial<InteractSpec>, respond: (started: Started) => Promise<unknown>): Promise<Outcome>;
  /** Answers the first time. */
  callback(started: Started, body: object, query?: string): Promise<unknown>;
  /** Changes the reply, or the message of this id. */
  edit(token: string, body: object, id?: string): Promise<unknown>;
}

export async function createInteractionBench(): Promise<InteractionBench> {
  const clock = { nowMs: Date.parse("2026-03-01T12:00:00Z") };
  const discord = await startFakeDiscord({ hasRateLimits: false, now: () => clock.nowMs });
  const rest = restClient(discord);
  const guild = discord.guild();
  const channel = discord.channel({ guild });
  const member = discord.member({ guild });
  const options = [{ type: 3, name: "lei", description: "d", autocomplete: true }];
  await rest.put(Routes.applicationCommands(discord.applicationId), {
    body: [{ name: "perguntar", description: "d", options }],
  });

  return {
    discord,
    rest,
    guild,
    channel,
    member,
    clock,
    async when(spec, respond) {
      const answered = Promise.withResolvers<void>();
      const stop = discord.world.onEvent(({ event, data }) => {
        if (event !== "INTERACTION_CREATE") return;
        stop();
        const { id, token } = data;
        if (typeof id !== "string" || typeof token !== "string") throw new Error("it has no id or token");
        respond({ id, token, data }).then(() => answered.resolve(), answered.reject);
      });
      const full = { kind: "command", name: "perguntar", member, channel, ...spec } as InteractSpec;
      const [outcome] = await Promise.all([discord.interact(full), answered.promise]);
      return outcome;
    },
    callback({ id, token }, body, query = "") {
      const path: `/${string}` = `${Routes.interactionCallback(id, token)}${query}`;
      return rest.post(path, { body, auth: false });
    },
    edit: (token, body, id = "@original") =>
      rest.patch(Routes.webhookMessage(discord.applicationId, token, id), { body, auth: false }),
  };
}
