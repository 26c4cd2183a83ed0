import { z } from "zod";
import type { FakeDiscord } from "./discord/start-fake-discord.ts";
import { stateAt } from "./published-state.ts";
import { startVade } from "./run-vade.ts";

/** Where members reach the Space, as far as it is told. */
export const PUBLIC_URL = "https://leis.example";

const StatusSchema = z.looseObject({
  ready: z.boolean(),
  revision: z.object({ tag: z.string() }).nullable(),
  discord: z.looseObject({
    gateway: z.looseObject({
      ready: z.boolean(),
      error: z.object({ code: z.string(), message: z.string(), hint: z.string() }).nullable(),
    }),
    reached: z.boolean(),
    inFlight: z.number(),
  }),
});
export type SpaceTold = z.infer<typeof StatusSchema>;

/** `./vade serve` as a process, with a bot. */
export interface DiscordSpace {
  /** Where it answers, without a slash at the end. */
  url: string;
  /** How interactions are told to it by HTTP. */
  http: { http: string };
  /** What it has written to stderr so far. */
  stderr(): string;
  isAlive(): boolean;
  status(): Promise<SpaceTold>;
  /** HTTP status of `/readyz`. */
  readiness(): Promise<number>;
  /** Resolves when `look` holds, which is looked at again and again. */
  until(what: string, look: () => Promise<boolean> | boolean, withinMs?: number): Promise<void>;
  /** Sends a signal and waits for the end. */
  end(signal?: "SIGTERM" | "SIGKILL"): Promise<number | null>;
}

/** What the program is told of a fake Discord. */
export function discordEnvironment(discord: FakeDiscord): Record<string, string> {
  return {
    DISCORD_TOKEN: discord.token,
    DISCORD_APPLICATION_ID: discord.applicationId,
    DISCORD_PUBLIC_KEY: discord.publicKeyHex,
    DISCORD_API_BASE: `${discord.url}/api`,
  };
}

/** Starts the Space on a copy of a published state and waits until it says where it is. */
export async function startDiscordSpace(options: {
  dir: string;
  discord: FakeDiscord;
  env?: Record<string, string>;
}): Promise<DiscordSpace> {
  const at = stateAt(options.dir);
  const child = startVade(["serve", "--port", "0"], {
    ...at,
    env: {
      ...at.env,
      ...discordEnvironment(options.discord),
      DISCORD_MESSAGE_CONTENT: "true",
      PUBLIC_URL,
      ANSWER_COOLDOWN_SECONDS: "0",
      INDEX_POLL_SECONDS: "3600",
      ...options.env,
    },
  });
  let text = "";
  const announced = Promise.withResolvers<string>();
  const reading = (async () => {
    for await (const piece of child.stderr.pipeThrough(new TextDecoderStream())) {
      text += piece;
      const url = /is at (http:\S+)/.exec(text)?.[1];
      if (url) announced.resolve(url);
    }
    announced.reject(new Error(`the Space ended before it said where it is: ${text}`));
  })();
  const url = await announced.promise;
  return {
    url,
    http: { http: `${url}/interactions` },
    stderr: () => text,
    isAlive: () => child.exitCode === null,
    status: async () => StatusSchema.parse(await (await fetch(`${url}/api/status`)).json()),
    readiness: async () => (await fetch(`${url}/readyz`)).status,
    async until(what, look, withinMs = 15_000) {
      const deadlineMs = performance.now() + withinMs;
      while (!(await look())) {
        if (performance.now() > deadlineMs)
          throw new Error(`waited in vain until ${what}: ${text.slice(-3000)}`);
        await Bun.sleep(10);
      }
    },
    async end(signal = "SIGTERM") {
      child.kill(signal);
      await child.exited;
      await reading;
      return child.exitCode;
    },
  };
}
