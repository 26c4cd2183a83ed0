import { deflateSync } from "node:zlib";
import { GatewayCloseCodes, GatewayOpcodes } from "discord.js";
import type { Session } from "./session.ts";

/** The connection of a client. */
export interface Link {
  session: Session | null;
  /** Asked for when identifying: everything is sent deflated. */
  isCompressed: boolean;
  /** The other end has vanished: nothing is sent, nothing that comes is read. */
  isZombie: boolean;
  /** This side ends it. */
  isClosing: boolean;
  /** When payloads came, the newest last. */
  receivedMs: number[];
  send(payload: object): void;
  close(code: number, reason?: string): void;
  /** Tears the connection down; the client hears no code. */
  terminate(): void;
  /** Waits again for the client's heartbeat. */
  heard(): void;
  /** To be called when the connection has ended. */
  ended(): void;
}

/** What a link needs of a WebSocket. */
interface Socket {
  send(data: string | Uint8Array<ArrayBuffer>): unknown;
  close(code: number, reason: string): void;
  terminate(): void;
}

/** A client that is not heard of for `silenceMs` is sent away, as one whose session timed out. */
export function createLink(socket: Socket, options: { silenceMs: number }): Link {
  let timer: Timer | undefined;
  const link: Link = {
    session: null,
    isCompressed: false,
    isZombie: false,
    isClosing: false,
    receivedMs: [],
    send(payload) {
      if (link.isZombie) return;
      const text = JSON.stringify({ t: null, s: null, d: null, ...payload });
      socket.send(link.isCompressed ? new Uint8Array(deflateSync(text)) : text);
    },
    close(code, reason = GatewayCloseCodes[code] ?? "") {
      link.ended();
      link.isClosing = true;
      socket.close(code, reason);
    },
    terminate() {
      link.ended();
      link.isClosing = true;
      socket.terminate();
    },
    heard() {
      clearTimeout(timer);
      timer = setTimeout(() => link.close(GatewayCloseCodes.SessionTimedOut), options.silenceMs);
      timer.unref();
    },
    ended: () => clearTimeout(timer),
  };
  return link;
}

export function sayHello(link: Link, heartbeatIntervalMs: number): void {
  link.send({ op: GatewayOpcodes.Hello, d: { heartbeat_interval: heartbeatIntervalMs, _trace: [] } });
  link.heard();
}
