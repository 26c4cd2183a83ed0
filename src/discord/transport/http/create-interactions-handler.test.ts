import { expect, test } from "bun:test";
import { createSigningKeys, signatureHeaders } from "../../../testing/discord/client/sign.ts";
import { createInteractionsHandler } from "./create-interactions-handler.ts";
import { APPLICATION, command, createEndpoint, ping } from "./testing/endpoint.ts";

type Endpoint = Awaited<ReturnType<typeof createEndpoint>>;
type Forgery = (at: Endpoint) => Promise<Request>;
const SIGNATURE = "x-signature-ed25519";
const TIMESTAMP = "x-signature-timestamp";

/** A right request of which some headers, or the body, are replaced; null takes a header away. */
async function altered(
  at: Endpoint,
  change: (signed: { body: string; headers: Record<string, string> }) => {
    body?: string;
    headers?: Record<string, string | null>;
  },
): Promise<Request> {
  const body = command();
  const headers = await at.sign(body);
  const changed = change({ body, headers });
  const kept = Object.entries({ ...headers, ...changed.headers }).flatMap(([key, value]) =>
    value === null ? [] : [[key, value] as [string, string]],
  );
  return at.request(changed.body ?? body, kept);
}
const signatureOf = (headers: Record<string, string>) => headers[SIGNATURE] ?? "";
const withSignature = (change: (signature: string) => string | null): Forgery => {
  return (at) => altered(at, ({ headers }) => ({ headers: { [SIGNATURE]: change(signatureOf(headers)) } }));
};
async function signedAt(at: Endpoint, timestamp: string): Promise<Request> {
  const body = command();
  return at.request(body, await at.sign(body, timestamp));
}

/** The order of the curve's group: S + L signs the same where a verifier is careless. */
const GROUP_ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
function otherScalar(signature: string): string {
  const bytes = Buffer.from(signature, "hex");
  const scalar = BigInt(`0x${Buffer.from(bytes.subarray(32)).reverse().toString("hex")}`) + GROUP_ORDER;
  const hex = scalar.toString(16).padStart(64, "0");
  return signature.slice(0, 64) + Buffer.from(hex, "hex").reverse().toString("hex");
}

const FORGERIES: Record<string, Forgery> = {
  "the key of somebody else": async (at) => {
    const { privateKey } = await createSigningKeys();
    const body = command();
    return at.request(body, await signatureHeaders(privateKey, body, at.timestamp()));
  },
  "a body changed after it was signed": (at) =>
    altered(at, ({ body }) => ({ body: body.replace("ajuda", "admin") })),
  "a body with one more space": (at) => altered(at, ({ body }) => ({ body: `${body} ` })),
  "an empty body": (at) => altered(at, () => ({ body: "" })),
  "a timestamp changed after it was signed": (at) =>
    altered(at, () => ({ headers: { [TIMESTAMP]: at.timestamp(1) } })),
  "a timestamp with a zero before it": (at) =>
    altered(at, () => ({ headers: { [TIMESTAMP]: `0${at.timestamp()}` } })),
  "a digit moved from the timestamp to the body": (at) =>
    altered(at, ({ body }) => {
      const timestamp = at.timestamp();
      return { body: `${timestamp.slice(-1)}${body}`, headers: { [TIMESTAMP]: timestamp.slice(0, -1) } };
    }),
  "no signature": withSignature(() => null),
  "an empty signature": withSignature(() => ""),
  "no timestamp": (at) => altered(at, () => ({ headers: { [TIMESTAMP]: null } })),
  "neither header": (at) => altered(at, () => ({ headers: { [TIMESTAMP]: null, [SIGNATURE]: null } })),
  "a signature in capitals, which would be another one to whoever compares": withSignature((one) =>
    one.toUpperCase(),
  ),
  "half a signature": withSignature((one) => one.slice(0, 64)),
  "a signature that lacks its last digit": withSignature((one) => one.slice(0, -1)),
  "a longer signature": withSignature((one) => `${one}00`),
  "a signature that is not hexadecimal": withSignature((one) => `zz${one.slice(2)}`),
  "a signature in base64": withSignature((one) => Buffer.from(one, "hex").toString("base64")),
  "a signature with one bit changed": withSignature((one) => (one[0] === "0" ? "1" : "0") + one.slice(1)),
  "a signature of zeros": withSignature(() => "0".repeat(128)),
  "the other scalar of the same signature": withSignature(otherScalar),
  "the signature of another message": async (at) => {
    const { [SIGNATURE]: signature = "" } = await at.sign(command());
    return altered(at, () => ({ headers: { [SIGNATURE]: signature } }));
  },
  "a signature of the body without the timestamp": async (at) => {
    const body = command();
    const { [SIGNATURE]: signature = "" } = await at.sign(body, "");
    return at.request(body, { ...(await at.sign(body)), [SIGNATURE]: signature });
  },
  "both headers twice": (at) =>
    altered(at, ({ headers }) => ({
      headers: {
        [SIGNATURE]: `${signatureOf(headers)}, ${signatureOf(headers)}`,
        [TIMESTAMP]: `${at.timestamp()}, ${at.timestamp()}`,
      },
    })),
  "a right one of six minutes ago": async (at) => {
    const request = await signedAt(at, at.timestamp());
    at.clock.nowMs += 6 * 60_000;
    return request;
  },
  "a right one of six minutes hence": (at) => signedAt(at, at.timestamp(360)),
  "a right one of the second before this process began": (at) => signedAt(at, at.timestamp(-1)),
  "a rightly signed timestamp that is no number": (at) => signedAt(at, "now"),
  "a rightly signed timestamp with a fraction": (at) => signedAt(at, `${at.timestamp()}.5`),
  "a right one for the second time": async (at) => {
    const body = command();
    const headers = await at.sign(body);
    expect((await at.receive(at.request(body, headers))).status).toBe(200);
    at.taken.length = 0;
    return at.request(body, headers);
  },
};

for (const [name, forge] of Object.entries(FORGERIES)) {
  test(`refused with 401 and shown to no handler: ${name}`, async () => {
    const at = await createEndpoint();
    const response = await at.receive(await forge(at));
    expect([response.status, at.taken.length, at.calls.length]).toEqual([401, 0, 0]);
  });
}

test("a right request is taken up to five minutes later, and one of the clock's other side as well", async () => {
  const at = await createEndpoint();
  const early = await signedAt(at, at.timestamp());
  const ahead = await signedAt(at, at.timestamp(299));
  at.clock.nowMs += 299_000;
  expect((await at.receive(early)).status).toBe(200);
  at.clock.nowMs -= 299_000;
  expect((await at.receive(ahead)).status).toBe(200);
});

test("what was taken is remembered for as long as its timestamp is valid, on either side of the clock", async () => {
  const at = await createEndpoint();
  const body = command();
  const headers = await at.sign(body, at.timestamp(290));
  expect((await at.receive(at.request(body, headers))).status).toBe(200);
  at.clock.nowMs += 580_000;
  await at.send(command());
  expect((await at.receive(at.request(body, headers))).status).toBe(401);
});

test("PING is answered by PONG alone", async () => {
  const at = await createEndpoint();
  const response = await at.send(ping());
  expect([response.status, await response.json()]).toEqual([200, { type: 1 }]);
  expect(at.taken).toEqual([]);
});

test("another method, another kind of body and a body without end are refused", async () => {
  const at = await createEndpoint();
  const got = await at.receive(new Request("http://127.0.0.1/interactions"));
  expect([got.status, got.headers.get("allow")]).toEqual([405, "POST"]);
  const body = command();
  const headers = { ...(await at.sign(body)), "content-type": "text/plain" };
  expect((await at.receive(at.request(body, headers))).status).toBe(415);
  let pulled = 0;
  const endless = new ReadableStream({
    pull(controller) {
      pulled += 1;
      controller.enqueue(new Uint8Array(16 * 1024));
    },
  });
  const flood = new Request("http://127.0.0.1/", {
    method: "POST",
    headers: await at.sign(""),
    body: endless,
  });
  expect((await at.receive(flood)).status).toBe(413);
  expect(pulled).toBeLessThan(20);
  expect((await at.send(command({ data: { name: "x".repeat(200_000) } }))).status).toBe(413);
});

test("what is signed but no interaction, another application's or of an unknown kind is refused", async () => {
  const at = await createEndpoint();
  for (const body of [
    "",
    "{",
    "null",
    "[]",
    command({ application_id: "2" }),
    command({ type: 99 }),
    command({ member: null }),
    command({ data: null }),
  ])
    expect((await at.send(body)).status).toBe(400);
  expect(at.taken).toEqual([]);
});

test("the answer is the response itself, and mentions nobody", async () => {
  const at = await createEndpoint();
  const response = await at.send(command());
  expect(await response.json()).toEqual({
    type: 4,
    data: { content: "olá", allowed_mentions: { parse: [], replied_user: false } },
  });
  expect(at.calls).toEqual([]);
});

test("a late handler is deferred for, unseen by others, and its answer comes by REST", async () => {
  const slow = Promise.withResolvers<void>();
  const done = Promise.withResolvers<void>();
  const at = await createEndpoint({
    answerWithinMs: 20,
    async handle(_, respond) {
      await slow.promise;
      await respond.reply({ content: "enfim" }, { ephemeral: false });
      done.resolve();
    },
  });
  const response = await at.send(command());
  expect(await response.json()).toEqual({ type: 5, data: { flags: 64 } });
  slow.resolve();
  await done.promise;
  expect(at.calls).toMatchObject([{ method: "PATCH", asBot: false, body: { content: "enfim" } }]);
  expect(at.calls[0]?.path).toMatch(/^\/webhooks\/1200000000000000001\/token-\d+\/messages\/@original$/);
});

test("a late handler whose reply could never be edited is spoken for, and hears that it is too late", async () => {
  const slow = Promise.withResolvers<void>();
  const heard = Promise.withResolvers<unknown>();
  const at = await createEndpoint({
    answerWithinMs: 20,
    canEditLater: false,
    async handle(_, respond) {
      await slow.promise;
      await respond.reply({ content: "enfim" }, { ephemeral: false }).catch(heard.resolve);
    },
  });
  const answer = await (await at.send(command({ locale: "en-US" }))).json();
  expect(answer).toMatchObject({ type: 4, data: { flags: 64 } });
  expect(JSON.stringify(answer)).toContain("It took too long");
  slow.resolve();
  expect(await heard.promise).toMatchObject({ code: "DISCORD_TOO_LATE", discordCode: 10062 });
  expect(at.calls).toEqual([]);
});

test("a late handler that shows nothing leaves no reply that goes on thinking", async () => {
  const slow = Promise.withResolvers<void>();
  const at = await createEndpoint({
    answerWithinMs: 20,
    async handle(_, respond) {
      await slow.promise;
      await respond.deferUpdate();
    },
  });
  const data = { custom_id: "more", component_type: 2 };
  const message = { id: "9", channel_id: "500" };
  const response = await at.send(command({ type: 3, data, message }));
  expect(await response.json()).toEqual({ type: 5, data: { flags: 64 } });
  slow.resolve();
  await new Promise<void>((resolve) => setImmediate(resolve));
  expect(JSON.stringify(at.calls)).toContain("Demorou demais");
  expect(at.calls.length).toBe(1);
});

test("what a late handler says beside its reply takes the reply's place, and is not written over", async () => {
  const slow = Promise.withResolvers<void>();
  const at = await createEndpoint({
    answerWithinMs: 20,
    async handle(_, respond) {
      await slow.promise;
      await respond.deferUpdate();
      await respond.followUp({ content: "feito" }, { ephemeral: true });
    },
  });
  const data = { custom_id: "more", component_type: 2 };
  const message = { id: "9", channel_id: "500" };
  await at.send(command({ type: 3, data, message }));
  slow.resolve();
  await new Promise<void>((resolve) => setImmediate(resolve));
  expect(at.calls).toMatchObject([{ method: "POST", body: { content: "feito" } }]);
});

test("late choices are none", async () => {
  const never = new Promise<void>(() => undefined);
  const at = await createEndpoint({ answerWithinMs: 20, handle: () => never });
  const data = {
    id: "7",
    type: 1,
    name: "artigo",
    options: [{ type: 3, name: "lei", value: "c", focused: true }],
  };
  expect(await (await at.send(command({ type: 4, data }))).json()).toEqual({
    type: 8,
    data: { choices: [] },
  });
});

test("a handler that ends without a word leaves no request open", async () => {
  const at = await createEndpoint({ handle: async () => undefined });
  expect((await at.send(command())).status).toBe(500);
});

test("a file of the first answer goes with the response", async () => {
  const file = { name: "a.csv", contentType: "text/csv", bytes: new TextEncoder().encode("é") };
  const at = await createEndpoint({
    handle: (_, respond) => respond.reply({ content: "x", files: [file] }, { ephemeral: true }),
  });
  const form = await (await at.send(command())).formData();
  expect(JSON.parse(String(form.get("payload_json")))).toMatchObject({ type: 4, data: { flags: 64 } });
  const sent = form.get("files[0]");
  expect(sent instanceof Blob ? await sent.text() : sent).toBe("é");
});

test("a public key that is none is named before anything is served", async () => {
  const options = {
    rest: { call: async () => null },
    handle: async () => undefined,
    canEditLater: () => true,
  };
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const made = createInteractionsHandler({
    applicationId: APPLICATION,
    publicKeyHex: "abc",
    log,
    ...options,
  });
  await expect(made).rejects.toMatchObject({ code: "DISCORD_PUBLIC_KEY_INVALID", exitCode: 2 });
});
