import { GatewayCloseCodes, GatewayVersion } from "discord.js";
import { createLink, type Link, sayHello } from "./link.ts";
import { type GatewayHooks, receive } from "./receive.ts";
import { startRelay } from "./relay.ts";

interface GatewayServer {
  url: string;
  /** The connections there are. */
  links: ReadonlySet<Link>;
  reset(link: Link): void;
  freeze(link: Link): void;
  stop(): Promise<void>;
}

/** What belongs to a WebSocket. */
interface Attached {
  version: string;
  /** That the connection comes from. */
  port: number;
  link: Link | null;
}

/** A client must be heard of within one and a half intervals. */
const PATIENCE = 1.5;

/** Serves WebSockets behind a relay that can break them. */
export async function serveGateway(options: {
  heartbeatIntervalMs: number;
  hooks: GatewayHooks;
  onOpen: (link: Link) => void;
  onClose: (link: Link, code: number, byClient: boolean) => void;
}): Promise<GatewayServer> {
  const ports = new Map<Link, number>();
  const links = new Set<Link>();

  const server = Bun.serve<Attached>({
    port: 0,
    hostname: "127.0.0.1",
    fetch(request, server) {
      const { searchParams } = new URL(request.url);
      if ((searchParams.get("encoding") ?? "json") !== "json" || searchParams.has("compress"))
        return new Response("this gateway speaks JSON, with no transport compression", { status: 400 });
      const data: Attached = {
        version: searchParams.get("v") ?? "",
        port: server.requestIP(request)?.port ?? 0,
        link: null,
      };
      return server.upgrade(request, { data })
        ? undefined
        : new Response("a WebSocket is served here", { status: 426 });
    },
    websocket: {
      idleTimeout: 0,
      sendPings: false,
      open(socket) {
        const link = createLink(socket, { silenceMs: options.heartbeatIntervalMs * PATIENCE });
        socket.data.link = link;
        links.add(link);
        ports.set(link, socket.data.port);
        options.onOpen(link);
        if (socket.data.version === GatewayVersion) sayHello(link, options.heartbeatIntervalMs);
        else link.close(GatewayCloseCodes.InvalidAPIVersion);
      },
      message(socket, message) {
        if (socket.data.link) receive(socket.data.link, message, options.hooks);
      },
      close(socket, code) {
        const { link } = socket.data;
        if (!link) return;
        link.ended();
        links.delete(link);
        ports.delete(link);
        options.onClose(link, code, !link.isClosing);
      },
    },
  });
  const relay = await startRelay(server.port ?? 0);

  return {
    url: `ws://127.0.0.1:${relay.port}`,
    links,
    reset: (link) => relay.reset(ports.get(link) ?? 0),
    freeze: (link) => relay.freeze(ports.get(link) ?? 0),
    async stop() {
      await relay.stop();
      await server.stop(true);
    },
  };
}
