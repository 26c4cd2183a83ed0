import { EMBEDDED_HUB_USER, PROJECT_ROOT } from "../config.ts";
import { VademecumError } from "../domain/errors.ts";
import { readHubToken } from "../hub/embedded/identity.ts";
import { findLiveHub } from "../hub/embedded/server-file.ts";
import { startEmbeddedHub } from "../hub/embedded/start-embedded-hub.ts";
import { createHub, type Hub, type Repo } from "../hub/hub.ts";
import type { CommandContext } from "./command-context.ts";

/** The Hub that the environment means, and the two repositories on it. */
export interface ConnectedHub {
  hub: Hub;
  /** The documents; throws `CONFIG_INCOMPLETE`, which names the variable, where none are set. */
  readonly docs: Repo;
  /** The index; likewise. */
  readonly index: Repo;
  /** Ends what was started for this connection. */
  close(): Promise<void>;
}

function requireRepo(name: string | null, variable: string): Repo {
  if (name !== null) return { type: "dataset", name };
  throw new VademecumError({
    code: "CONFIG_INCOMPLETE",
    message: `${variable} is not set`,
    expected: `${variable}=owner/name, a dataset repo of the Hub`,
    hint: `set ${variable}, or unset HF_ENDPOINT and HF_TOKEN to work with the Hub on this machine`,
    exitCode: 2,
  });
}

/**
 * Connects to the Hub: the remote one, or the embedded one – the one that already serves the folder, else one that is
 * started within this process and ends with the connection. Nothing is made on it. A repository is asked for only when
 * it is used, since a Space reads the index alone.
 */
export async function connectHub(context: CommandContext): Promise<ConnectedHub> {
  const { config, log } = context;
  const { hub, close } = await openHub(context);
  log.debug({ url: hub.url, kind: config.hub.kind }, "the Hub");
  return {
    hub,
    get docs() {
      return requireRepo(config.docsRepo, "DOCS_REPO_ID");
    },
    get index() {
      return requireRepo(config.indexRepo, "INDEX_REPO_ID");
    },
    close,
  };
}

async function openHub({ config, log }: CommandContext): Promise<Pick<ConnectedHub, "hub" | "close">> {
  if (config.hub.kind === "remote") {
    const { url, token } = config.hub;
    return { hub: createHub({ url, token, log }), close: async () => {} };
  }
  const { dir } = config.hub;
  const url = await findLiveHub(dir);
  if (url !== null) return { hub: createHub({ url, token: readHubToken(dir), log }), close: async () => {} };
  const started = await startEmbeddedHub({ dir, port: 0, log, user: EMBEDDED_HUB_USER, root: PROJECT_ROOT });
  return { hub: createHub({ url: started.url, token: started.token, log }), close: () => started.stop() };
}
