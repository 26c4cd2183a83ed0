import { z } from "zod";
import type { SentMessage } from "../outgoing-message.ts";
import { readAnswer } from "./read-answer.ts";

const SentMessageSchema = z.object({ id: z.string(), channel_id: z.string() });

/** @throws DiscordError `DISCORD_BAD_ANSWER` */
export function readSentMessage(answer: unknown): SentMessage {
  const { id, channel_id: channelId } = readAnswer(SentMessageSchema, answer, "a message");
  return { id, channelId };
}
