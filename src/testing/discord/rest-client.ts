import { expect } from "bun:test";
import { DiscordAPIError, REST } from "discord.js";
import type { FieldError } from "./discord-refusal.ts";
import type { FakeDiscord } from "./start-fake-discord.ts";

/** The unmodified REST client of discord.js, at the fake. */
export function restClient(discord: FakeDiscord, token: string | null = discord.token): REST {
  const rest = new REST({ api: `${discord.url}/api`, retries: 0, timeout: 2000 });
  return token === null ? rest : rest.setToken(token);
}

/** The error that Discord answered with; fails where there was none. */
export async function refusedBy(request: Promise<unknown>): Promise<DiscordAPIError> {
  try {
    await request;
  } catch (error) {
    if (error instanceof DiscordAPIError) return error;
    throw error;
  }
  throw new Error("Discord did not refuse this");
}

/** Expects 50035 with exactly these wrong fields, as `path[CODE]`. */
export async function expectWrongFields(request: Promise<unknown>, fields: readonly string[]): Promise<void> {
  const error = await refusedBy(request);
  expect(error).toMatchObject({ status: 400, code: 50035 });
  const found = "errors" in error.rawError ? flatten(error.rawError.errors) : [];
  expect(found.map(({ path, code }) => `${path.join(".")}[${code}]`).sort()).toEqual([...fields].sort());
}

function flatten(node: unknown, path: string[] = []): FieldError[] {
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => {
    if (key !== "_errors") return flatten(value, [...path, key]);
    return Array.isArray(value) ? value.map((one) => ({ ...one, path })) : [];
  });
}
