import type { BotMessage } from "../message-event.ts";

let lastId = 4000;

/** A message that member 42 wrote in text channel 500 of guild 300, and that mentions nobody. */
export function botMessage(values: Partial<BotMessage> & { content: string }): BotMessage {
  const channelId = values.channelId ?? "500";
  return {
    id: `${++lastId}`,
    channelId,
    guildId: "300",
    authorId: "42",
    authorIsBot: false,
    hasContentAccess: true,
    mentionsBot: values.content.includes("<@1000>"),
    replyToId: null,
    replyTo: null,
    kind: "message",
    channel: { id: channelId, kind: "text", parentId: null, name: "geral" },
    receivedMs: performance.now(),
    ...values,
  };
}

/** One that member 42 wrote to the bot alone. */
export function directMessage(content: string): BotMessage {
  return botMessage({
    content,
    guildId: null,
    channelId: "600",
    channel: { id: "600", kind: "direct", parentId: null, name: null },
  });
}
