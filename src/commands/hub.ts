import { join, resolve } from "node:path";
import { Command } from "commander";
import { EMBEDDED_HUB_PORT, EMBEDDED_HUB_USER, PROJECT_ROOT } from "../config.ts";
import { VademecumError } from "../domain/errors.ts";
import { tokenPath } from "../hub/embedded/identity.ts";
import { findLiveHub, servesFolder } from "../hub/embedded/server-file.ts";
import { type EmbeddedHub, hubUrl, startEmbeddedHub } from "../hub/embedded/start-embedded-hub.ts";
import type { CommandContext } from "./command-context.ts";
import { parsePort } from "./port-option.ts";
import { untilAborted } from "./until-aborted.ts";

const LOOPBACK = ["127.0.0.1", "localhost", "::1"];

/** A folder is served once for long: what schedules do would otherwise be done twice. */
function runsAlready(dir: string, url: string): VademecumError {
  return new VademecumError({
    code: "HUB_RUNS_ALREADY",
    message: `the Hub of ${dir} runs already, at ${url}`,
    hint: "use that one, or serve another folder (--dir)",
  });
}

function portTaken(host: string, port: number, cause: unknown): VademecumError {
  return new VademecumError({
    code: "PORT_TAKEN",
    message: `port ${port} of ${host} is taken by another program`,
    hint: "choose another port: ./vade hub --port 0 takes any free one",
    cause,
  });
}

async function start(
  context: CommandContext,
  options: { dir: string; host: string; port: number },
): Promise<EmbeddedHub> {
  const { dir, host, port } = options;
  const running = await findLiveHub(dir);
  if (running !== null) throw runsAlready(dir, running);
  try {
    return await startEmbeddedHub({
      dir,
      port,
      hostname: host,
      user: EMBEDDED_HUB_USER,
      log: context.log,
      announce: true,
      schedules: true,
      root: PROJECT_ROOT,
    });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EADDRINUSE")) throw error;
    const url = hubUrl(host, port);
    if (await servesFolder(dir, url)) throw runsAlready(dir, url);
    throw portTaken(host, port, error);
  }
}

function describe(hub: EmbeddedHub, dir: string): string {
  const token = tokenPath(dir);
  return [
    `The Hub serves ${dir} at ${hub.url}, as ${hub.user}. Ctrl-C ends it.`,
    "",
    "vademecum's own commands find it by themselves. For hf and other clients:",
    `  export HF_ENDPOINT=${hub.url} HF_TOKEN=$(cat '${token}')`,
    "  hf auth whoami",
    `  hf upload ${hub.user}/rag-docs ./docs_rag docs_rag --repo-type dataset`,
  ].join("\n");
}

/** `hub`: serves the Hub of this machine until it is stopped. */
export function hubCommand(context: CommandContext): Command {
  return new Command("hub")
    .description(
      "serve a Hub of your own: repositories, jobs and webhooks in a folder, for vademecum and for hf",
    )
    .option(
      "--port <number>",
      `where it listens (default: ${EMBEDDED_HUB_PORT}); 0 takes any free port`,
      parsePort,
    )
    .option("--host <address>", "0.0.0.0 lets other machines reach it", "127.0.0.1")
    .option("--dir <folder>", "where everything is kept (default: hub/ in vademecum's state)")
    .option("--json", "print where it listens as one JSON document")
    .addHelpText(
      "after",
      `
Jobs run on this machine, as the user who runs this command, without a container: whoever has the Hub's
token can run programs here. What a job leaves in its own folder is removed when it ends; its output stays.`,
    )
    .action(async (options: { port?: number; host: string; dir?: string; json?: true }) => {
      const { config, signal } = context;
      const setting = config.hub.kind === "embedded" ? config.hub : null;
      const dir = resolve(options.dir ?? setting?.dir ?? join(config.stateDir, "hub"));
      const port = options.port ?? setting?.port ?? EMBEDDED_HUB_PORT;
      const hub = await start(context, { dir, host: options.host, port });
      const { url, user } = hub;
      if (!LOOPBACK.includes(options.host)) {
        context.remark(
          "other machines can reach this Hub, unencrypted: whoever has its token can run programs here, as jobs",
        );
      }
      context.print(
        options.json
          ? JSON.stringify({ url, user, dir, tokenFile: tokenPath(dir), pid: process.pid }, null, 2)
          : describe(hub, dir),
      );
      await untilAborted(signal);
      await hub.stop();
      context.remark("the Hub has stopped; everything is kept");
    });
}
