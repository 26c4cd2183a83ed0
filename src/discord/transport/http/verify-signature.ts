import { VademecumError } from "../../../domain/errors.ts";

/** Whether a request comes from Discord: it signs the timestamp and the body as they are, by Ed25519. */
export type SignatureCheck = (request: {
  signature: string;
  timestamp: string;
  body: Uint8Array;
}) => Promise<boolean>;

const SIGNATURE_HEX_CHARS = 128;

/**
 * A signature has one spelling, in small letters as Discord writes it: otherwise the same request could come twice.
 * @param publicKeyHex of the application, 64 hexadecimal digits
 * @throws VademecumError `DISCORD_PUBLIC_KEY_INVALID`
 */
export async function createSignatureCheck(publicKeyHex: string): Promise<SignatureCheck> {
  if (!/^[0-9a-f]{64}$/i.test(publicKeyHex)) {
    throw new VademecumError({
      code: "DISCORD_PUBLIC_KEY_INVALID",
      message: "DISCORD_PUBLIC_KEY is no public key",
      expected: `64 hexadecimal digits, got ${publicKeyHex.length} characters`,
      hint: "copy Public Key from the developer portal (General Information)",
      exitCode: 2,
    });
  }
  const key = await crypto.subtle.importKey("raw", fromHex(publicKeyHex), "Ed25519", false, ["verify"]);
  return async ({ signature, timestamp, body }) => {
    if (signature.length !== SIGNATURE_HEX_CHARS || !/^[0-9a-f]+$/.test(signature)) return false;
    const signed = Buffer.concat([Buffer.from(timestamp, "utf8"), body]);
    return await crypto.subtle.verify("Ed25519", key, fromHex(signature), signed);
  };
}

function fromHex(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.fromHex(text);
}
