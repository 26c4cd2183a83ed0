import type { World } from "../world.ts";
import type { SignedRequest } from "./outcome.ts";
import { signatureHeaders } from "./sign.ts";

/** A PING as Discord sends it to an endpoint, signed. */
export async function signedPing(world: World, privateKey: CryptoKey, url: string): Promise<SignedRequest> {
  const { id, username } = world.bot;
  const body = JSON.stringify({
    id: world.nextId(),
    application_id: id,
    type: 1,
    token: username,
    version: 1,
  });
  const timestamp = Math.floor(world.now() / 1000).toString();
  return { url, body, headers: await signatureHeaders(privateKey, body, timestamp) };
}

/**
 * What Discord does before it accepts an address for interactions: a PING must be answered by a PONG, and one whose
 * signature is wrong by 401.
 * @returns why the address is not accepted; null where it is
 */
export async function verifyEndpoint(
  world: World,
  privateKey: CryptoKey,
  url: string,
): Promise<string | null> {
  const good = await signedPing(world, privateKey, url);
  const pong = await post(good);
  if (pong.status !== 200) return `a PING was answered with ${pong.status}`;
  if (!/^\s*\{\s*"type"\s*:\s*1\s*\}\s*$/.test(pong.text)) return `a PING was answered by ${pong.text}`;
  const forged = await post({ ...good, body: `${good.body} ` });
  return forged.status === 401 ? null : `a wrong signature was answered with ${forged.status}`;
}

async function post({ url, headers, body }: SignedRequest): Promise<{ status: number; text: string }> {
  const response = await fetch(url, { method: "POST", headers, body, signal: AbortSignal.timeout(3000) });
  return { status: response.status, text: await response.text() };
}
