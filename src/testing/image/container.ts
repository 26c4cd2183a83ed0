import type { BuiltStage } from "./build-image.ts";
import { firstProcessOf, type RootRun, runBeside, runInRoot, startInRoot } from "./enter-root.ts";

const START_POLL_MS = 10;

/** What `docker run` is told beside the image: `--read-only --network none --tmpfs /tmp` is always so. */
export interface ContainerOptions {
  image: BuiltStage;
  /** Directories of this machine, by their place in the container. */
  volumes: Readonly<Record<string, string>>;
  env?: Readonly<Record<string, string>>;
}

/** A container that runs. */
export interface Container {
  /** Runs a further program in it, as `docker exec` does. */
  exec(command: readonly string[]): Promise<{ exitCode: number; output: string }>;
  /**
   * As `docker stop` does: SIGTERM to the first process, SIGKILL where that did not help within the time.
   * @returns the exit code, and how long it took
   */
  stop(withinMs: number): Promise<{ exitCode: number; tookMs: number }>;
  /** What it has written so far. */
  output(): string;
}

/** Runs a command of the image to its end, as `docker run IMAGE COMMAND` does. */
export async function runContainer(
  options: ContainerOptions,
  command: readonly string[],
): Promise<{ exitCode: number; output: string }> {
  return await runInRoot(rootRun(options, command));
}

/** Starts what the image's `CMD` says. */
export async function startContainer(options: ContainerOptions): Promise<Container> {
  const run = rootRun(options, options.image.config.cmd);
  const child = startInRoot(run);
  let text = "";
  const reading = [child.stdout, child.stderr].map(async (stream) => {
    for await (const piece of stream.pipeThrough(new TextDecoderStream())) text += piece;
  });
  const first = async (): Promise<number> => {
    for (;;) {
      if (child.exitCode !== null) throw new Error(`the container ended with ${child.exitCode}: ${text}`);
      const pid = await firstProcessOf(child.pid);
      if (pid !== null) return pid;
      await Bun.sleep(START_POLL_MS);
    }
  };
  return {
    async exec(command) {
      return await runBeside(await first(), { ...run, command });
    },
    async stop(withinMs) {
      const startedAt = performance.now();
      process.kill(await first(), "SIGTERM");
      // Its end is that of all that runs in it.
      const late = setTimeout(() => child.kill("SIGKILL"), withinMs);
      const exitCode = await child.exited;
      clearTimeout(late);
      await Promise.all(reading);
      return { exitCode, tookMs: performance.now() - startedAt };
    },
    output: () => text,
  };
}

function rootRun({ image, volumes, env = {} }: ContainerOptions, command: readonly string[]): RootRun {
  const { config, dir: root } = image;
  return {
    root,
    command: [...config.entrypoint, ...command],
    env: { ...config.env, ...env },
    user: config.user,
    workdir: config.workdir,
    mounts: { "/tmp": null, ...volumes },
    isContainer: true,
  };
}
