import { type MessageKey, message } from "../domain/messages.ts";
import type { Answer, AnswerNotice } from "./answer.ts";

/** That no model is set up is what the label says of every such answer. */
const NOTICES: Record<AnswerNotice, MessageKey | null> = {
  "no-key": null,
  budget: "noticeBudget",
  "queue-full": "noticeQueueFull",
  cooldown: "noticeCooldown",
  "provider-failed": "noticeProviderFailed",
  unsupported: "noticeUnsupported",
};

/** What a member has to know before reading: why no model wrote the answer, or that it is an earlier one. Plain. */
export function noticesOf({ language, mode, found, notice, made }: Answer): string[] {
  const key = notice === null ? null : NOTICES[notice];
  return [
    ...(key === null ? [] : [message(language, key)]),
    ...(mode === "model" && !found ? [message(language, "modelRefused")] : []),
    ...(found && made.cached ? [message(language, "cachedLabel")] : []),
  ];
}

/** How an answer was made, and that it is no legal advice; nothing of a refusal. Plain. */
export function labelsOf({ language, mode, found, made }: Answer): string[] {
  if (!found) return [];
  return [
    mode === "model"
      ? message(language, "modelLabel", { model: made.model ?? "" })
      : message(language, "extractiveLabel"),
    message(language, "legalNotice"),
  ];
}
