import { connect, createServer, type Socket } from "node:net";

/** Stands between a client and a server, and lets the network between them fail as no server can. */
export interface Relay {
  port: number;
  /** Lets nothing through any more and says so to nobody; the connection that the server sees from `port`. */
  freeze(port: number): void;
  /** Breaks the connection off, with no closing handshake. */
  reset(port: number): void;
  stop(): Promise<void>;
}

/** Relays TCP connections from a free port of loopback to `target`. */
export async function startRelay(target: number): Promise<Relay> {
  const pairs = new Map<number, readonly [Socket, Socket]>();
  const sockets = new Set<Socket>();

  const server = createServer((client) => {
    const upstream = connect(target, "127.0.0.1");
    const pair = [client, upstream] as const;
    for (const socket of pair) {
      sockets.add(socket);
      socket.on("error", () => undefined); // the end of one is the end of the other, below
      socket.on("close", () => {
        sockets.delete(socket);
        for (const other of pair) other.destroy();
      });
    }
    upstream.on("connect", () => {
      const port = upstream.localPort ?? 0;
      pairs.set(port, pair);
      upstream.on("close", () => pairs.delete(port));
      client.pipe(upstream);
      upstream.pipe(client);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the relay has no port");

  return {
    port: address.port,
    freeze(port) {
      const [client, upstream] = pairs.get(port) ?? [];
      client?.unpipe();
      upstream?.unpipe();
      client?.pause();
      upstream?.pause();
    },
    reset(port) {
      for (const socket of pairs.get(port) ?? []) socket.resetAndDestroy();
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
