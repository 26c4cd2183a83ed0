import { join } from "node:path";

/** A Hub that runs in a process of its own. */
export interface HubProcess {
  url: string;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
}

export async function startHubProcess(dir: string): Promise<HubProcess> {
  const child = Bun.spawn([process.execPath, join(import.meta.dir, "serve-hub.ts"), dir], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const { value } = await child.stdout.getReader().read();
  const url = new TextDecoder().decode(value).trim();
  if (!url.startsWith("http")) throw new Error(`the Hub did not start: ${url}`);
  return {
    url,
    async kill() {
      child.kill("SIGKILL");
      await child.exited;
    },
  };
}
