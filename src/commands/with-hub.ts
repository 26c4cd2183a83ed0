import type { CommandContext } from "./command-context.ts";
import { type ConnectedHub, connectHub } from "./connect-hub.ts";

/** Does something with the Hub of the environment, and gives the connection back whatever comes of it. */
export async function withHub<T>(
  context: CommandContext,
  work: (connected: ConnectedHub) => Promise<T>,
): Promise<T> {
  const connected = await connectHub(context);
  try {
    return await work(connected);
  } finally {
    await connected.close();
  }
}
