import { join, resolve } from "node:path";

const ENTRY = resolve(import.meta.dir, "../space.ts");

/** The Space's process as its container starts it. */
export interface SpaceProcess {
  /** Where it answers, without a slash at the end. */
  url: string;
  child: Bun.Subprocess<"ignore", "inherit", "pipe">;
  /** What it has written to stderr so far. */
  stderr(): string;
  /** Sends a signal and waits for the end; exit code and signal. */
  end(
    signal: "SIGTERM" | "SIGINT" | "SIGKILL",
  ): Promise<{ exitCode: number | null; signal: Bun.Subprocess["signalCode"] }>;
}

/** Starts the Space with an environment that holds nothing but what is given, and waits until it says where it is. */
export async function startSpaceProcess(options: {
  stateDir: string;
  env: Record<string, string>;
}): Promise<SpaceProcess> {
  const { stateDir, env } = options;
  const child = Bun.spawn([process.execPath, ENTRY], {
    env: {
      PATH: process.env["PATH"] ?? "",
      PORT: "0",
      VADEMECUM_DIR: stateDir,
      LOCAL_STORAGE_DIR: join(stateDir, "storage"),
      ...env,
    },
    stdio: ["ignore", "inherit", "pipe"],
  });
  let text = "";
  const { promise: announced, resolve: announce, reject } = Promise.withResolvers<string>();
  const reading = (async () => {
    for await (const piece of child.stderr.pipeThrough(new TextDecoderStream())) {
      text += piece;
      const url = /is at (http:\S+)/.exec(text)?.[1];
      if (url) announce(url);
    }
    reject(new Error(`the Space ended before it said where it is: ${text}`));
  })();
  const url = await announced;
  return {
    url,
    child,
    stderr: () => text,
    async end(signal) {
      child.kill(signal);
      await child.exited;
      await reading;
      return { exitCode: child.exitCode, signal: child.signalCode };
    },
  };
}
