import type { IndexRepo } from "../revisions/sync/revision-source.ts";
import type { CommandContext } from "./command-context.ts";
import { connectHub } from "./connect-hub.ts";

/** The way to the Hub of a process that stays up: found when it is needed, and again where it was lost. */
export interface HubConnection {
  connect(): Promise<IndexRepo>;
  /** What is connected now, null where nothing is. */
  current(): IndexRepo | null;
  /** Forgets the connection; the next `connect` finds the Hub anew. */
  disconnect(): void;
  close(): Promise<void>;
}

type Connected = Awaited<ReturnType<typeof connectHub>>;

export function createHubConnection(context: CommandContext): HubConnection {
  let connecting: Promise<Connected> | null = null;
  let connected: Connected | null = null;
  const drop = async () => {
    const lost = connected;
    connecting = null;
    connected = null;
    await lost?.close();
  };
  return {
    async connect() {
      connecting ??= connectHub(context);
      try {
        connected = await connecting;
      } catch (error) {
        connecting = null;
        throw error;
      }
      return { hub: connected.hub, repo: connected.index };
    },
    current: () => connected && { hub: connected.hub, repo: connected.index },
    disconnect() {
      // A remote Hub stays where it is; the embedded one may be another process's, on another port after its restart.
      if (context.config.hub.kind === "embedded") {
        drop().catch((error) =>
          context.log.warn({ reason: String(error) }, "the lost Hub could not be closed"),
        );
      }
    },
    close: drop,
  };
}
