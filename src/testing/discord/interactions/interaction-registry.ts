import { refusal } from "../discord-refusal.ts";
import type { World } from "../world.ts";
import { ACKNOWLEDGE_WITHIN_MS, type PendingInteraction, TOKEN_LIFE_MS } from "./pending-interaction.ts";

export type InteractionRegistry = ReturnType<typeof createInteractionRegistry>;

/** All interactions that were started, and how long each is waited for. */
export function createInteractionRegistry(world: World) {
  const byId = new Map<string, PendingInteraction>();
  const byToken = new Map<string, PendingInteraction>();
  const timers = new Set<ReturnType<typeof setTimeout>>();

  return {
    start(
      about: Pick<
        PendingInteraction,
        "kind" | "commandName" | "channel" | "userId" | "sourceMessageId" | "choicesOf"
      >,
    ): PendingInteraction {
      const interaction: PendingInteraction = {
        ...about,
        id: world.nextId(),
        token: `${Buffer.from(crypto.getRandomValues(new Uint8Array(48))).toString("base64url")}`,
        createdAtMs: world.now(),
        startedMs: performance.now(),
        isGivenUp: false,
        acknowledgement: null,
        originalId: null,
      };
      byId.set(interaction.id, interaction);
      byToken.set(interaction.token, interaction);
      const timer = setTimeout(() => {
        timers.delete(timer);
        interaction.isGivenUp = interaction.acknowledgement === null;
        world.touch();
      }, ACKNOWLEDGE_WITHIN_MS);
      timers.add(timer);
      return interaction;
    },
    /** @throws DiscordRefusal 10062 */
    find(id: string, token: string): PendingInteraction {
      const found = byId.get(id);
      if (found?.token !== token) throw refusal(10062);
      return found;
    },
    /**
     * The interaction whose webhook is used.
     * @throws DiscordRefusal 10015 where none of this token was answered, 50027 after 15 minutes
     */
    webhook(applicationId: string, token: string): PendingInteraction {
      const found = byToken.get(token);
      if (!found || applicationId !== world.applicationId) throw refusal(10015);
      if (world.now() - found.createdAtMs > TOKEN_LIFE_MS) throw refusal(50027);
      if (!found.acknowledgement) throw refusal(10015);
      return found;
    },
    stop(): void {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
