import { setTimeout as delay } from "node:timers/promises";
import type { Answer } from "../../answers/answer.ts";
import { VademecumError } from "../../domain/errors.ts";
import type { Language } from "../../domain/messages.ts";
import { createWebhook } from "../../hub/create-webhook.ts";
import { deleteWebhook } from "../../hub/delete-webhook.ts";
import { type RunningSpace, startSpace } from "../space/start-space.ts";
import type { DemoGround } from "./demo-ground.ts";

/** Long enough for the slowest machine to fetch and check the samples' index. */
const SWAP_TIMEOUT_MS = 60_000;
const LOOK_EVERY_MS = 10;

/** The Space of a demonstration. */
export interface DemoSpace {
  url: string;
  ask(question: string, language: Language): Promise<Answer>;
  /** Waits until a revision answers. */
  waitFor(revision: string): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the Space, and has the Hub tell it of every new revision. */
export async function startDemoSpace(ground: DemoGround): Promise<DemoSpace> {
  const { hub, index, context } = ground;
  const { config, signal } = context;
  const space = await startOnFreePort(ground);
  const webhook = await createWebhook({
    hub,
    url: `${space.url}/webhooks/hub`,
    watched: [{ type: index.type, name: index.name }],
    ...(config.webhookSecret === null ? {} : { secret: config.webhookSecret }),
    signal,
  });
  return {
    url: space.url,
    async ask(question, language) {
      const lease = space.acquire();
      if (lease === null) throw notReady("it serves no index");
      try {
        return await lease.value.ask(question, language, signal);
      } finally {
        lease.release();
      }
    },
    async waitFor(revision) {
      const startedMs = performance.now();
      while (space.serving()?.revision !== revision) {
        signal.throwIfAborted();
        if (performance.now() - startedMs > SWAP_TIMEOUT_MS) {
          throw notReady(`it does not serve ${revision.slice(0, 12)}: ${JSON.stringify(space.status())}`);
        }
        await delay(LOOK_EVERY_MS);
      }
    },
    async stop() {
      await deleteWebhook({ hub, id: webhook.id });
      await space.stop();
    },
  };
}

async function startOnFreePort({ context }: DemoGround): Promise<RunningSpace> {
  const options = { context, host: "127.0.0.1" };
  try {
    return await startSpace({ ...options, port: context.config.port });
  } catch (error) {
    if (!(error instanceof VademecumError && error.code === "PORT_IN_USE")) throw error;
    return startSpace({ ...options, port: 0 });
  }
}

function notReady(why: string): VademecumError {
  return new VademecumError({
    code: "SPACE_NOT_READY",
    message: `the Space does not answer as it should: ${why}`,
    hint: "run it again; LOG_LEVEL=info shows what the Space does",
  });
}
