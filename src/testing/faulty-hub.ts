import { createServer, type Socket } from "node:net";

/** What goes wrong with one request. */
export type Fault =
  /** Another answer comes; the server behind is not asked. */
  | { kind: "answer"; status: number; headers?: Record<string, string>; body?: string }
  /** The connection is reset before the server behind is asked. */
  | { kind: "reset" }
  /** The server behind does its work, and its answer is lost. */
  | { kind: "lost-answer" }
  /**
   * The connection ends in an orderly way after some bytes of the body. What a client has not read by then it may lose:
   * `until` holds the end back.
   */
  | { kind: "truncated"; bytes: number; until?: Promise<unknown> }
  /** The same with a reset. */
  | { kind: "reset-body"; bytes: number; until?: Promise<unknown> }
  /** Nothing more comes after some bytes of the body; without `bytes` not even an answer. */
  | { kind: "silent"; bytes?: number }
  /** One byte of the body is another. */
  | { kind: "wrong-byte"; at: number };

/** A request as it came. */
export interface SeenRequest {
  method: string;
  /** With its query. */
  path: string;
  headers: Headers;
  body: Uint8Array;
}

/** A server that passes requests on to a handler, except for those that meet a fault. */
export interface FaultyHub {
  url: string;
  requests: SeenRequest[];
  /** The next `times` requests (of those that match `when`) meet this fault, after the faults injected before. */
  inject(fault: Fault, options?: { times?: number; when?: (request: SeenRequest) => boolean }): void;
  stop(): void;
}

interface Queued {
  fault: Fault;
  left: number;
  when: (request: SeenRequest) => boolean;
}

/**
 * Starts a server that speaks HTTP itself, so that it can break off, fall silent and lie as no ordinary server would. It
 * answers one request a connection, and holds bodies whole.
 */
export async function startFaultyHub(
  handler: (request: Request) => Response | Promise<Response>,
): Promise<FaultyHub> {
  const requests: SeenRequest[] = [];
  const queue: Queued[] = [];
  const sockets = new Set<Socket>();

  const takeFault = (request: SeenRequest): Fault | null => {
    const next = queue.find(({ left, when }) => left > 0 && when(request));
    if (!next) return null;
    next.left--;
    return next.fault;
  };

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => undefined); // the client went away, which is its right
    readRequest(socket, (seen) => {
      requests.push(seen);
      answer(socket, seen, takeFault(seen)).catch((error: unknown) =>
        socket.destroy(new Error(String(error))),
      );
    });
  });

  async function answer(socket: Socket, seen: SeenRequest, fault: Fault | null): Promise<void> {
    if (fault?.kind === "reset") return void socket.resetAndDestroy();
    if (fault?.kind === "silent" && fault.bytes === undefined) return;
    const response =
      fault?.kind === "answer"
        ? new Response(fault.body ?? "", { status: fault.status, headers: fault.headers ?? {} })
        : await handler(toRequest(seen, url));
    if (fault?.kind === "lost-answer") return void socket.resetAndDestroy();
    await sendResponse(socket, seen.method, response, fault);
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  const url = `http://127.0.0.1:${address.port}`;
  return {
    url,
    requests,
    inject: (fault, { times = 1, when = () => true } = {}) => queue.push({ fault, left: times, when }),
    stop() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

function toRequest({ method, path, headers, body }: SeenRequest, url: string): Request {
  const hasBody = method !== "GET" && method !== "HEAD";
  return new Request(`${url}${path}`, { method, headers, ...(hasBody ? { body } : {}) });
}

/** Reads one request: a head, and a body of its Content-Length. */
function readRequest(socket: Socket, done: (request: SeenRequest) => void): void {
  const pieces: Buffer[] = [];
  let received = 0;
  let needed: number | null = null;
  let head: Omit<SeenRequest, "body"> | null = null;
  let headBytes = 0;
  const onData = (piece: Buffer) => {
    pieces.push(piece);
    received += piece.length;
    if (head === null) {
      const all = Buffer.concat(pieces);
      const end = all.indexOf("\r\n\r\n");
      if (end < 0) return;
      head = parseHead(all.subarray(0, end).toString("latin1"));
      headBytes = end + 4;
      needed = headBytes + Number(head.headers.get("Content-Length") ?? 0);
    }
    if (needed === null || received < needed) return;
    socket.off("data", onData);
    done({ ...head, body: Buffer.concat(pieces).subarray(headBytes, needed) });
  };
  socket.on("data", onData);
}

function parseHead(text: string): Omit<SeenRequest, "body"> {
  const [first = "", ...lines] = text.split("\r\n");
  const [method = "", path = ""] = first.split(" ");
  const headers = new Headers();
  for (const line of lines)
    headers.append(line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim());
  if (headers.get("Transfer-Encoding") === "chunked") throw new Error("a body of unknown length came");
  return { method, path, headers };
}

async function sendResponse(
  socket: Socket,
  method: string,
  response: Response,
  fault: Fault | null,
): Promise<void> {
  const body = Buffer.from(await response.arrayBuffer());
  const lines = [`HTTP/1.1 ${response.status} ${response.statusText || "Status"}`, "Connection: close"];
  for (const [name, value] of response.headers)
    if (!/^(connection|content-length)$/i.test(name)) lines.push(`${name}: ${value}`);
  const length = method === "HEAD" ? response.headers.get("Content-Length") : null;
  lines.push(`Content-Length: ${length ?? body.length}`);
  socket.write(`${lines.join("\r\n")}\r\n\r\n`);
  if (method === "HEAD") return void socket.end();
  switch (fault?.kind) {
    case "truncated":
      socket.write(body.subarray(0, fault.bytes));
      await fault.until;
      return void socket.end();
    case "reset-body":
      await new Promise((resolve) => socket.write(body.subarray(0, fault.bytes), resolve));
      await fault.until;
      return void socket.resetAndDestroy();
    case "silent":
      return void socket.write(body.subarray(0, fault.bytes));
    case "wrong-byte":
      body[fault.at] = (body[fault.at] ?? 0) ^ 0xff;
  }
  socket.end(body);
}
