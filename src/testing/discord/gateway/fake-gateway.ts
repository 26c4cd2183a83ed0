/** What a client identified for, as a test reads it. */
export interface FakeSession {
  id: string;
  shard: readonly [id: number, count: number];
  intents: number;
  /** The number of the last event. */
  sequence: number;
  isConnected: boolean;
  resumes: number;
}

/** What happened, the oldest first. */
export type GatewayRecord =
  | { kind: "connected" | "identified" | "resumed" | "heartbeat"; shard: number | null }
  | { kind: "command"; shard: number | null; op: number; d: unknown }
  /** `code`: 1006 where none was said. */
  | { kind: "closed"; shard: number | null; code: number };

/** Which connections something happens to: those of one shard, or all. */
export interface Where {
  shard?: number;
}

/** Discord's gateway on loopback: version 10, JSON, uncompressed or (asked for by IDENTIFY) deflated. */
export interface FakeGateway {
  /** `ws://127.0.0.1:<port>` */
  url: string;
  botUserId: string;
  /** What `GET /gateway/bot` answers. */
  info(): {
    url: string;
    shards: number;
    session_start_limit: { total: number; remaining: number; reset_after: number; max_concurrency: number };
  };
  /**
   * Tells every session whose shard and intents it belongs to; those whose client is away hear of it when they resume.
   * `guildId` is that of the data where it is left out; null means a direct message.
   * @returns how many sessions it is for
   * @throws Error for an event that Discord has not
   */
  dispatch(event: string, data: object, options?: { guildId?: string | null }): number;
  /** Breaks connections off; their sessions can be resumed. */
  drop(where?: Where): void;
  /** The gateway does not answer any more on the connections there are, but for the closing handshake. */
  zombie(where?: Where): void;
  /** Nothing at all goes through on the connections there are, and nobody says so. */
  vanish(where?: Where): void;
  /** INVALID_SESSION; not resumable: the session is gone. */
  invalidate(resumable: boolean, where?: Where): void;
  /** Sessions cannot be resumed any more, which their clients learn when they try. */
  expire(where?: Where): void;
  /** Asks clients to connect anew and resume. */
  reconnect(where?: Where): void;
  /** Asks clients for a heartbeat. */
  askHeartbeat(where?: Where): void;
  /** Closes connections; after a code that starts a new session, theirs are gone. */
  closeWith(code: number, where?: Where): void;
  /** The next IDENTIFY (each of the next `times`) is refused with this code. */
  refuseIdentify(code: number, times?: number): void;
  readonly sessions: readonly FakeSession[];
  readonly history: readonly GatewayRecord[];
  /** Resolves when the condition holds, which is looked at whenever something happens; rejects after `timeoutMs`. */
  until(condition: () => boolean, timeoutMs?: number): Promise<void>;
  stop(): Promise<void>;
}
