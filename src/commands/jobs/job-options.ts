import { type Command, InvalidArgumentError, Option } from "commander";
import { VademecumError } from "../../domain/errors.ts";
import type { JobFlavor, JobOrder } from "../../hub/job.ts";
import { parseDurationSeconds } from "./duration.ts";

const FLAVORS = [
  "cpu-basic",
  "cpu-upgrade",
  "cpu-performance",
  "cpu-xl",
] as const satisfies readonly JobFlavor[];
const DEFAULT_TIMEOUT = "2h";

/** What can be said about the job that a build runs as. */
export interface JobOptions {
  flavor?: JobFlavor;
  /** In seconds. */
  timeout: number;
  image?: string;
  space?: string;
  namespace?: string;
}

function readTimeout(text: string): number {
  const seconds = parseDurationSeconds(text);
  if (seconds === null) throw new InvalidArgumentError("a time like 90s, 30m, 2h or 1h30m");
  return seconds;
}

function readRepoName(text: string): string {
  if (/^[\w.-]+\/[\w.-]+$/.test(text)) return text;
  throw new InvalidArgumentError("a Space's name, like owner/name");
}

/** Adds the options to a command. */
export function addJobOptions(command: Command): Command {
  return command
    .addOption(new Option("--flavor <hardware>", "hardware of the job (default: cpu-basic)").choices(FLAVORS))
    .addOption(
      new Option("--timeout <time>", "the Hub ends a job that takes longer: 90s, 30m, 2h")
        .argParser(readTimeout)
        .default(readTimeout(DEFAULT_TIMEOUT), DEFAULT_TIMEOUT),
    )
    .addOption(
      new Option(
        "--space <owner/name>",
        "the Space whose image the job runs in (default: SPACE_ID)",
      ).argParser(readRepoName),
    )
    .addOption(
      new Option("--image <docker image>", "a Docker image of this program, in place of a Space's").conflicts(
        "space",
      ),
    )
    .addOption(namespaceOption());
}

/** `--namespace`, for every command about jobs. */
export function namespaceOption(): Option {
  return new Option(
    "--namespace <account>",
    "account that the jobs belong to (default: the owner of SPACE_ID, else of INDEX_REPO_ID)",
  );
}

/** The image that the options name; undefined for that of this Space. */
export function imageOf({ image, space }: JobOptions): JobOrder["image"] | undefined {
  if (image !== undefined) return { docker: image };
  return space === undefined ? undefined : { space };
}

/**
 * Names of those options that were given.
 * @throws VademecumError `OPTION_UNUSED` where any of them is given to a command that runs no job
 */
export function refuseJobOptions(command: Command): void {
  const given = ["flavor", "timeout", "space", "image", "namespace", "detach"].filter(
    (name) => command.getOptionValueSource(name) === "cli",
  );
  const [first] = given;
  if (first === undefined) return;
  throw new VademecumError({
    code: "OPTION_UNUSED",
    message: `${given.map((name) => `--${name}`).join(", ")}: for --remote alone`,
    hint: "add --remote to build as a job of the Hub, or leave these options out",
    exitCode: 2,
  });
}
