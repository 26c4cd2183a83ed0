import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../config.ts";

const REQUIREMENTS = join(import.meta.dir, "hf-cli-requirements.txt");
const ENVIRONMENT_DIR = join(PROJECT_ROOT, ".vade", "hf-cli");
/** Written last, so that an installation that was interrupted is made anew. */
const INSTALLED_FILE = join(ENVIRONMENT_DIR, "installed.txt");
const INSTALL_TIMEOUT_MS = 300_000;
const COMMAND_TIMEOUT_MS = 60_000;

/** What a run of `hf` left. */
export interface HfRun {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** The Hub's own command line (`hf`, of Python's huggingface_hub), speaking to one Hub as one user. */
export interface HfCli {
  run(args: readonly string[], options?: { cwd?: string; token?: string | null }): Promise<HfRun>;
}

/**
 * Installs `hf` into the project's ignored folder, once. Null where this machine has no Python that can make a virtual
 * environment; the reason is printed then.
 * @throws where Python is there and the packages cannot be installed
 */
export async function installHfCli(): Promise<string | null> {
  const requirements = readFileSync(REQUIREMENTS, "utf8");
  const binary = join(ENVIRONMENT_DIR, "bin", "hf");
  if (existsSync(INSTALLED_FILE) && readFileSync(INSTALLED_FILE, "utf8") === requirements) return binary;
  const python = Bun.which("python3");
  if (python === null) return skip("python3 is not here");
  const canMakeEnvironments = await runToEnd([python, "-c", "import venv, ensurepip"]);
  if (canMakeEnvironments.exitCode !== 0) return skip("python3 has no venv (apt-get install python3-venv)");
  rmSync(ENVIRONMENT_DIR, { recursive: true, force: true });
  mkdirSync(ENVIRONMENT_DIR, { recursive: true });
  await require([python, "-m", "venv", ENVIRONMENT_DIR]);
  await require([join(ENVIRONMENT_DIR, "bin", "pip"), "install", "--quiet", "--requirement", REQUIREMENTS]);
  writeFileSync(INSTALLED_FILE, requirements);
  return binary;
}

/** Makes the command line of a user whose whole home is a folder of the test. */
export function createHfCli(options: { binary: string; url: string; token: string; home: string }): HfCli {
  return {
    run(args, { cwd, token = options.token } = {}) {
      return runToEnd([options.binary, ...args], {
        ...(cwd === undefined ? {} : { cwd }),
        env: {
          PATH: process.env["PATH"] ?? "",
          HOME: options.home,
          HF_HOME: join(options.home, "huggingface"),
          HF_ENDPOINT: options.url,
          HF_HUB_DISABLE_TELEMETRY: "1",
          HF_HUB_DISABLE_UPDATE_CHECK: "1",
          NO_COLOR: "1",
          COLUMNS: "200",
          ...(token === null ? {} : { HF_TOKEN: token }),
        },
        timeoutMs: COMMAND_TIMEOUT_MS,
      });
    },
  };
}

function skip(reason: string): null {
  process.stderr.write(`skipped: this test runs the Hub's own command line, and ${reason}\n`);
  return null;
}

async function require(command: readonly string[]): Promise<void> {
  const { exitCode, stderr, stdout } = await runToEnd(command, { timeoutMs: INSTALL_TIMEOUT_MS });
  if (exitCode !== 0) throw new Error(`${command.join(" ")} ended with ${exitCode}:\n${stdout}\n${stderr}`);
}

interface RunOptions {
  cwd?: string;
  env?: Record<string, string>;
  timeoutMs?: number;
}

async function runToEnd(command: readonly string[], options: RunOptions = {}): Promise<HfRun> {
  const { cwd, env, timeoutMs = COMMAND_TIMEOUT_MS } = options;
  const child = Bun.spawn([...command], {
    stdio: ["ignore", "pipe", "pipe"],
    timeout: timeoutMs,
    ...(cwd === undefined ? {} : { cwd }),
    ...(env === undefined ? {} : { env }),
  });
  const [stdout, stderr] = await Promise.all([child.stdout.text(), child.stderr.text()]);
  return { exitCode: await child.exited, stdout, stderr };
}
