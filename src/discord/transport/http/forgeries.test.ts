import { expect, test } from "bun:test";
import { createSigningKeys, signatureHeaders } from "../../../testing/discord/client/sign.ts";
import { command, createEndpoint } from "./testing/endpoint.ts";

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
