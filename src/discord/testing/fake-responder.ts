import type { APIApplicationCommandOptionChoice, APIModalInteractionResponseCallbackData } from "discord.js";
import type { OutgoingMessage, SentMessage } from "../outgoing-message.ts";
import type { Responder } from "../responder.ts";

/** One call of a responder, in order. */
export interface ResponderCall {
  method: "defer" | "deferUpdate" | "reply" | "update" | "choices" | "modal" | "edit" | "followUp";
  message: OutgoingMessage | null;
  ephemeral: boolean | null;
  /** By the clock that the fake was given. */
  atMs: number;
}

export interface FakeResponder extends Responder {
  readonly calls: readonly ResponderCall[];
  /** Every call that was refused by `failing`, too. */
  readonly attempts: readonly ResponderCall[];
  /** The reply, or the component's message, as it stands now; null where nothing has been said yet. */
  readonly shown: OutgoingMessage | null;
  readonly isEphemeral: boolean | null;
  readonly followUps: readonly { message: OutgoingMessage; ephemeral: boolean }[];
  readonly offered: readonly APIApplicationCommandOptionChoice<string>[] | null;
  readonly form: APIModalInteractionResponseCallbackData | null;
}

export interface FakeResponderOptions {
  canEditLater?: boolean;
  /** Makes a call fail by throwing, or take its time by returning a promise. */
  failing?: (call: ResponderCall) => void | Promise<void>;
  nowMs?: () => number;
  reply?: SentMessage;
}

/**
 * A responder that keeps Discord's rules: one acknowledgement, and it comes first; `edit` changes what the
 * acknowledgement showed. What a handler does against them throws, as a defect of the handler.
 */
export function createFakeResponder(options: FakeResponderOptions = {}): FakeResponder {
  const { canEditLater = true, failing, nowMs = () => performance.now() } = options;
  const sent = options.reply ?? { id: "9000", channelId: "500" };
  const calls: ResponderCall[] = [];
  const attempts: ResponderCall[] = [];
  const followUps: { message: OutgoingMessage; ephemeral: boolean }[] = [];
  let acknowledged: Responder["acknowledged"] = null;
  let shown: OutgoingMessage | null = null;
  let isEphemeral: boolean | null = null;
  let offered: FakeResponder["offered"] = null;
  let form: FakeResponder["form"] = null;

  async function call(
    method: ResponderCall["method"],
    { message = null, ephemeral = null }: { message?: OutgoingMessage | null; ephemeral?: boolean | null },
  ): Promise<void> {
    const made = { method, message, ephemeral, atMs: nowMs() };
    attempts.push(made);
    await failing?.(made);
    calls.push(made);
  }

  async function acknowledge(
    as: NonNullable<Responder["acknowledged"]>,
    ...made: Parameters<typeof call>
  ): Promise<void> {
    if (acknowledged !== null) throw new Error(`acknowledged twice: ${acknowledged}, then ${as}`);
    acknowledged = as;
    await call(...made);
  }

  function requireLater(method: string): void {
    if (acknowledged === null) throw new Error(`${method} before the interaction was acknowledged`);
    if (acknowledged === "choices" || acknowledged === "modal")
      throw new Error(`${method} after ${acknowledged}`);
    if (!canEditLater) throw new Error(`${method}, though nothing can be said after the acknowledgement`);
  }

  return {
    get acknowledged() {
      return acknowledged;
    },
    canEditLater,
    calls,
    attempts,
    followUps,
    get shown() {
      return shown;
    },
    get isEphemeral() {
      return isEphemeral;
    },
    get offered() {
      return offered;
    },
    get form() {
      return form;
    },
    async defer({ ephemeral }) {
      if (!canEditLater) throw new Error("deferred, though the reply could never come");
      await acknowledge("deferred", "defer", { ephemeral });
      isEphemeral = ephemeral;
    },
    deferUpdate: () => acknowledge("deferred-update", "deferUpdate", {}),
    async reply(message, { ephemeral }) {
      await acknowledge("replied", "reply", { message, ephemeral });
      shown = message;
      isEphemeral = ephemeral;
    },
    async update(message) {
      await acknowledge("updated", "update", { message });
      shown = message;
    },
    async choices(choices) {
      if (choices.length > 25) throw new Error(`${choices.length} choices: Discord takes 25`);
      await acknowledge("choices", "choices", {});
      offered = choices;
    },
    async modal(modal) {
      await acknowledge("modal", "modal", {});
      form = modal;
    },
    async edit(message) {
      requireLater("edit");
      await call("edit", { message });
      shown = { ...shown, ...message };
      return sent;
    },
    async followUp(message, { ephemeral }) {
      requireLater("followUp");
      await call("followUp", { message, ephemeral });
      followUps.push({ message, ephemeral });
      return { id: `${9000 + followUps.length}`, channelId: sent.channelId };
    },
  };
}

/** All that a member reads in a message, its buttons' labels with it. */
export function textOf(message: OutgoingMessage | null): string {
  if (message === null) return "";
  const embeds = (message.embeds ?? []).flatMap(({ title, description, fields = [], footer, author }) => [
    author?.name,
    title,
    description,
    ...fields.flatMap(({ name, value }) => [name, value]),
    footer?.text,
  ]);
  const labels = buttonsOf(message).map(({ label }) => label);
  return [message.content, ...embeds, ...labels]
    .filter((text) => text !== undefined && text !== "")
    .join("\n");
}

/** Buttons of a message with their custom ids; links have none and are left out. */
export function buttonsOf(message: OutgoingMessage | null): { customId: string; label: string }[] {
  return (message?.components ?? []).flatMap(({ components }) =>
    components.flatMap((part) =>
      part.type === 2 && "custom_id" in part
        ? [
            {
              customId: part.custom_id,
              label:
                ("label" in part ? part.label : undefined) ??
                ("emoji" in part ? (part.emoji?.name ?? "") : ""),
            },
          ]
        : [],
    ),
  );
}
