/** Whether a request comes from Discord: it signs the timestamp and the body as they are, by Ed25519. */
export type SignatureCheck = (request: {
  signature: string;
  timestamp: string;
  body: Uint8Array;
}) => Promise<boolean>;

const SIGNATURE_HEX_CHARS = 128;

/** @param publicKeyHex of the application, 64 hexadecimal digits */
export async function createSignatureCheck(publicKeyHex: string): Promise<SignatureCheck> {
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
