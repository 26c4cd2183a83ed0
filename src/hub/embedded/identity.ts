import { createHmac, randomBytes, randomInt } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { readOrMakeFile } from "./store/durable.ts";

const TOKEN_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const TOKEN_LENGTH = 34;

export const tokenPath = (dir: string): string => join(dir, "token");

/** The owner's token of a Hub's folder. It is made once, and only its owner can read the file. */
export function readHubToken(dir: string): string {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const letters = () =>
    Array.from({ length: TOKEN_LENGTH }, () => TOKEN_LETTERS[randomInt(TOKEN_LETTERS.length)]);
  return readOrMakeFile(tokenPath(dir), () => `hf_${letters().join("")}`).trim();
}

/** What only one who has a token can answer to a number that is used once. */
export function proveToken(token: string, nonce: string): string {
  return createHmac("sha256", token).update(`this Hub has the token: ${nonce}`).digest("hex");
}

/** Tells one folder from another, whatever address serves it. */
export function folderId(dir: string): string {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  return readOrMakeFile(join(dir, "folder-id"), () => randomBytes(16).toString("hex")).trim();
}
