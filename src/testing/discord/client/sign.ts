/** The application's key pair; Discord signs with it, and the bot knows the public half. */
export interface SigningKeys {
  privateKey: CryptoKey;
  publicKeyHex: string;
}

export async function createSigningKeys(): Promise<SigningKeys> {
  const pair = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]);
  if (!("privateKey" in pair)) throw new Error("Ed25519 gave no pair of keys");
  const raw = await crypto.subtle.exportKey("raw", pair.publicKey);
  return { privateKey: pair.privateKey, publicKeyHex: Buffer.from(raw).toString("hex") };
}

/** The headers of an interaction over HTTP: the signature is of the time stamp and the body together. */
export async function signatureHeaders(
  privateKey: CryptoKey,
  body: string,
  timestamp: string,
): Promise<Record<string, string>> {
  const bytes = new TextEncoder().encode(timestamp + body);
  const signature = await crypto.subtle.sign("Ed25519", privateKey, bytes);
  return {
    "content-type": "application/json",
    "x-signature-ed25519": Buffer.from(signature).toString("hex"),
    "x-signature-timestamp": timestamp,
    "user-agent": "Discord-Interactions/1.0 (+https://discord.com)",
  };
}
