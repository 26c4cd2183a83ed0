import { type Language, message } from "../../../domain/messages.ts";
import { DISCORD_CODES, DiscordError } from "../../discord-error.ts";
import type { Interaction } from "../../interaction.ts";
import { renderNotice } from "../../render/render-notice.ts";
import type { Responder } from "../../responder.ts";

/** A responder that can acknowledge in a handler's place. */
export interface PatientResponder {
  responder: Responder;
  /** Acknowledges what nothing has acknowledged yet; what the handler does afterwards fits in with it. */
  acknowledgeInPlace(): Promise<void>;
  /** Says that it took too long where the handler has ended and left the reply made in its place empty. */
  settle(): Promise<void>;
}

/**
 * Keeps Discord from giving an interaction up whose handler is late. It is deferred for the asker alone, because nothing may
 * be shown to others that was not meant for them, and whatever the handler says later stands in that reply: also the page
 * that a button turns, whose message stays as it is. Where nothing can be said later, it is said now that it took too long.
 */
export function createPatientResponder(
  inner: Responder,
  { kind, language }: Pick<Interaction, "kind"> & { language: Language },
): PatientResponder {
  let state: "waiting" | "deferred" | "closed" = "waiting";
  const unless = <T>(late: () => Promise<T>, inTime: () => Promise<T>): Promise<T> => {
    if (state === "closed") return Promise.reject(tooLate());
    return state === "deferred" ? late() : inTime();
  };
  const nothing = async () => undefined;
  let isShown = false;
  const shown = async <T>(work: Promise<T>): Promise<T> => {
    const done = await work;
    isShown = true;
    return done;
  };
  const edit: Responder["edit"] = (text) => shown(inner.edit(text));
  return {
    responder: {
      get acknowledged() {
        return inner.acknowledged;
      },
      canEditLater: inner.canEditLater,
      defer: (options) => unless(nothing, () => inner.defer(options)),
      deferUpdate: () => unless(nothing, inner.deferUpdate),
      reply: (text, options) =>
        unless(
          async () => void (await edit(text)),
          () => inner.reply(text, options),
        ),
      update: (text) =>
        unless(
          async () => void (await edit(text)),
          () => inner.update(text),
        ),
      choices: (choices) => unless(nothing, () => inner.choices(choices)),
      modal: (modal) =>
        unless(
          () => Promise.reject(tooLate()),
          () => inner.modal(modal),
        ),
      edit,
      // The first one takes the place of the reply that says nothing yet.
      followUp: (text, options) => shown(inner.followUp(text, options)),
    },
    async acknowledgeInPlace() {
      if (inner.acknowledged !== null) return;
      if (kind === "autocomplete") {
        state = "closed";
        await inner.choices([]);
      } else if (inner.canEditLater) {
        state = "deferred";
        await inner.defer({ ephemeral: true });
      } else {
        state = "closed";
        await inner.reply(lateNotice(language), { ephemeral: true });
      }
    },
    async settle() {
      if (state === "deferred" && !isShown) await inner.edit(lateNotice(language));
    },
  };
}

function lateNotice(language: Language) {
  return renderNotice({
    language,
    title: message(language, "discordErrorLateTitle"),
    text: message(language, "discordErrorLate"),
    tone: "warning",
  });
}

function tooLate(): DiscordError {
  return new DiscordError({
    code: "DISCORD_TOO_LATE",
    message: "a handler answered when its interaction had been acknowledged for it",
    hint: "look at the machine's load; Discord waits 3 s",
    discordCode: DISCORD_CODES.unknownInteraction,
  });
}
