import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { isAlive } from "../../processes/is-alive.ts";
import { proveToken, readHubToken } from "./identity.ts";
import { replaceSmallFile } from "./store/durable.ts";

const ServerSchema = z.object({ url: z.url(), pid: z.int().positive() });
const AnswerSchema = z.object({ hub: z.literal("embedded"), proof: z.string() });
const ANSWER_TIMEOUT_MS = 2000;

const serverPath = (dir: string) => join(dir, "server.json");

/** Tells other processes where a folder's Hub listens. */
export function announceServer(dir: string, url: string): void {
  replaceSmallFile(serverPath(dir), `${JSON.stringify({ url, pid: process.pid })}\n`);
}

/** Takes the announcement back, if it is still this process's own. */
export function withdrawServer(dir: string): void {
  if (readServer(dir)?.pid === process.pid) rmSync(serverPath(dir), { force: true });
}

function readServer(dir: string): z.infer<typeof ServerSchema> | null {
  if (!existsSync(serverPath(dir))) return null;
  try {
    return ServerSchema.parse(JSON.parse(readFileSync(serverPath(dir), "utf8")));
  } catch {
    return null; // one that nobody can read announces nothing
  }
}

/** Whether what answers at an address is the Hub of this folder: it has to show that it knows the folder's token. */
export async function servesFolder(dir: string, url: string): Promise<boolean> {
  const nonce = randomBytes(16).toString("hex");
  try {
    const response = await fetch(`${url}/api/vademecum?nonce=${nonce}`, {
      redirect: "error",
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    });
    return AnswerSchema.parse(await response.json()).proof === proveToken(readHubToken(dir), nonce);
  } catch {
    return false; // nobody there, or somebody else
  }
}

/** Address of the live Hub of a folder, null where none runs; an announcement left behind counts for nothing. */
export async function findLiveHub(dir: string): Promise<string | null> {
  const server = readServer(dir);
  if (!server || !isAlive(server.pid)) return null;
  return (await servesFolder(dir, server.url)) ? server.url : null;
}
