import { afterEach, expect, test } from "bun:test";
import { type FaultyHub, startFaultyHub } from "./faulty-hub.ts";

let server: FaultyHub;
afterEach(() => server.stop());

test("requests without a fault reach the handler whole, and its answer comes back", async () => {
  server = await startFaultyHub(async (request) =>
    Response.json({ method: request.method, url: request.url, said: await request.text() }, { status: 201 }),
  );
  const response = await fetch(`${server.url}/a?b=c`, { method: "POST", body: "olá" });
  expect(response.status).toBe(201);
  expect(await response.json()).toEqual({ method: "POST", url: `${server.url}/a?b=c`, said: "olá" });
  expect(server.requests.map(({ method, path }) => [method, path])).toEqual([["POST", "/a?b=c"]]);
});

test("faults come in turn, to the requests that they are meant for", async () => {
  server = await startFaultyHub(() => new Response("right"));
  server.inject({ kind: "answer", status: 500, body: "no" }, { when: ({ path }) => path === "/b" });
  server.inject({ kind: "wrong-byte", at: 0 }, { times: 2 });
  const get = async (path: string) => (await fetch(server.url + path)).text();
  expect(await get("/b")).toBe("no");
  expect(await get("/a")).not.toBe("right");
  expect(await get("/b")).not.toBe("right");
  expect(await get("/b")).toBe("right");
});

test("a lost answer is one of work that was done, a reset one of work that was not", async () => {
  let done = 0;
  server = await startFaultyHub(() => {
    done++;
    return new Response("right");
  });
  server.inject({ kind: "lost-answer" });
  server.inject({ kind: "reset" });
  await expect(fetch(server.url)).rejects.toThrow();
  expect(done).toBe(1);
  await expect(fetch(server.url)).rejects.toThrow();
  expect(done).toBe(1);
});

test("a body that is cut fails after what came of it", async () => {
  server = await startFaultyHub(() => new Response("0123456789"));
  for (const kind of ["truncated", "reset-body"] as const) {
    server.inject({ kind, bytes: 4 });
    const response = await fetch(server.url);
    expect(response.headers.get("Content-Length")).toBe("10");
    await expect(response.text()).rejects.toThrow();
  }
});
