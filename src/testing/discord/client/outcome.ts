import type { DiscordRefusal } from "../discord-refusal.ts";
import type { FakeMessage } from "../fake-message.ts";
import type { Acknowledgement, PendingInteraction } from "../interactions/pending-interaction.ts";

/** An interaction as it went over HTTP. */
export interface SignedRequest {
  url: string;
  headers: Record<string, string>;
  body: string;
}

/** What became of something that a member did. */
export interface Outcome {
  /** As the bot got it. */
  interaction: { id: string; token: string; channelId: string; userId: string };
  /** The data of INTERACTION_CREATE, to be dispatched again or read. */
  payload: Record<string, unknown>;
  /** Null where nothing acknowledged it. */
  acknowledgedMs: number | null;
  /** The first answer; null where there was none. */
  callback: Acknowledgement | null;
  /** What the member reads where the bot did not answer in time. */
  failure: "application did not respond" | null;
  /** Why Discord did not take an answer that came by HTTP; null where it took it. */
  refused: DiscordRefusal | null;
  /** The answer to the POST; null by the gateway, and where none came. */
  httpStatus: number | null;
  /** What was posted, to be posted again or forged; null by the gateway. */
  sent: SignedRequest | null;
  /** What the member sees now as the reply, or the message whose button was pressed; null where it is gone. */
  message(): FakeMessage | null;
  /** The reply and all follow-ups, as far as they are there now. */
  messages(): FakeMessage[];
  /**
   * Resolves with the reply as soon as it is as asked for: by default when it does not say any more that the bot is
   * thinking. Rejects after `timeoutMs` (5 s).
   */
  untilMessage(predicate?: (message: FakeMessage) => boolean, timeoutMs?: number): Promise<FakeMessage>;
}

/** The state of an interaction that an outcome is made of; kept beside it for forms that it opened. */
export const interactionOf = new WeakMap<Outcome, PendingInteraction>();
