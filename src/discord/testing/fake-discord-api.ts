import type { ChannelInfo, DiscordApi } from "../discord-api.ts";
import type { OutgoingMessage } from "../outgoing-message.ts";

/** A message as it stands in a channel. */
export interface PostedMessage {
  id: string;
  channelId: string;
  message: OutgoingMessage;
  replyTo: string | null;
}

export interface ApiCall {
  method: keyof DiscordApi;
  channelId: string;
  message: OutgoingMessage | null;
  /** By the clock that the fake was given. */
  atMs: number;
}

export interface FakeDiscordApi extends DiscordApi {
  readonly calls: readonly ApiCall[];
  /** What stands in the channels, in order of sending; without what was removed. */
  readonly posted: readonly PostedMessage[];
  readonly threads: readonly { id: string; name: string; channelId: string; messageId: string | null }[];
  /** Makes known a channel that `channel` tells of. */
  addChannel(channel: Partial<ChannelInfo> & { id: string }): void;
}

export interface FakeDiscordApiOptions {
  /** Makes a call fail by throwing, or take its time by returning a promise. */
  failing?: (call: ApiCall) => void | Promise<void>;
  nowMs?: () => number;
}

/** Channels in memory; a thread that is opened at a message has the message's id, as in Discord. */
export function createFakeDiscordApi(options: FakeDiscordApiOptions = {}): FakeDiscordApi {
  const { failing, nowMs = () => performance.now() } = options;
  const calls: ApiCall[] = [];
  const posted: PostedMessage[] = [];
  const threads: { id: string; name: string; channelId: string; messageId: string | null }[] = [];
  const channels = new Map<string, ChannelInfo>();
  let lastId = 70_000;
  const nextId = () => `${++lastId}`;

  async function call(method: keyof DiscordApi, channelId: string, message: OutgoingMessage | null = null) {
    const made = { method, channelId, message, atMs: nowMs() };
    calls.push(made);
    await failing?.(made);
  }

  return {
    calls,
    posted,
    threads,
    addChannel({ id, ...info }) {
      channels.set(id, { id, guildId: null, name: null, kind: "text", parentId: null, ...info });
    },
    async send({ channelId, message, replyTo, signal }) {
      signal?.throwIfAborted();
      await call("send", channelId, message);
      const id = nextId();
      posted.push({ id, channelId, message, replyTo: replyTo ?? null });
      return { id, channelId };
    },
    async edit({ sent, message, signal }) {
      signal?.throwIfAborted();
      await call("edit", sent.channelId, message);
      const at = posted.find(({ id }) => id === sent.id);
      if (at === undefined) throw new Error(`no message ${sent.id}`);
      at.message = { ...at.message, ...message };
    },
    async remove({ sent, signal }) {
      signal?.throwIfAborted();
      await call("remove", sent.channelId);
      const at = posted.findIndex(({ id }) => id === sent.id);
      if (at !== -1) posted.splice(at, 1);
    },
    async typing({ channelId, signal }) {
      signal?.throwIfAborted();
      await call("typing", channelId);
    },
    async openThread({ channelId, name, messageId, signal }) {
      signal?.throwIfAborted();
      await call("openThread", channelId);
      if ([...name].length > 100 || name.trim() === "") throw new Error(`not a thread's name: ${name}`);
      const id = messageId ?? nextId();
      threads.push({ id, name, channelId, messageId: messageId ?? null });
      return { threadId: id };
    },
    async channel({ channelId, signal }) {
      signal?.throwIfAborted();
      await call("channel", channelId);
      const found = channels.get(channelId);
      if (found === undefined) throw new Error(`no channel ${channelId}`);
      return found;
    },
  };
}
