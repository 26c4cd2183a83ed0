import { join } from "node:path";

/** A Hub that runs in a process of its own. */
export interface HubProcess {
  url: string;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
}

/** @param options.largestFileKb no file can grow above this, as on a disk that is full */
export async function startHubProcess(
  dir: string,
  options: { largestFileKb?: number } = {},
): Promise<HubProcess> {
  const command = [process.execPath, join(import.meta.dir, "serve-hub.ts"), dir];
  const { largestFileKb } = options;
  const limit = `trap "" XFSZ; ulimit -f ${(largestFileKb ?? 0) * 2}; exec "$@"`; // in blocks of 512 bytes
  const child = Bun.spawn(largestFileKb === undefined ? command : ["sh", "-c", limit, "sh", ...command], {
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
