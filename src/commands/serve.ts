import { Command } from "commander";
import type { CommandContext } from "./command-context.ts";
import { parsePort } from "./port-option.ts";
import { runSpace } from "./space/run-space.ts";
import { spaceContext, spaceHost } from "./space/space-context.ts";

/** `serve`: the Space on this machine. */
export function serveCommand(context: CommandContext): Command {
  const { config } = context;
  return new Command("serve")
    .description("answer questions over HTTP with the index in service on the Hub, and follow it")
    .option("--port <n>", "where to listen; 0 takes any free port", parsePort, config.port)
    .option("--host <address>", "address to listen at", spaceHost(config))
    .addHelpText(
      "after",
      `
Routes: /api/ask?question=…  /api/search?q=…&k=…  /api/status  /healthz  /readyz  POST /webhooks/hub
POST /webhooks/docs (with BUILD_ON_PUSH=true): a push to the documents starts a build, as a job, two minutes later.
The index is the one that manifest.json on main of INDEX_REPO_ID names, looked at every INDEX_POLL_SECONDS, or at once
by a webhook with WEBHOOK_SECRET. INDEX_REVISION=<tag or commit> stays with one revision. A local revision is served
before the Hub was reached. Ctrl-C ends what is in flight within 10 s; a second one ends at once.
The log begins at level info unless LOG_LEVEL names another than warn.`,
    )
    .action(async (options: { port: number; host: string }) => {
      await runSpace({ context: spaceContext(context), host: options.host, port: options.port });
    });
}
