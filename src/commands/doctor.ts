import { Command } from "commander";
import { namesOfSetVariables } from "../environment.ts";
import type { CommandContext } from "./command-context.ts";
import { examineDiscord } from "./doctor/discord-findings.ts";
import { examine, type Finding, type FindingState, failed, ok } from "./doctor/finding.ts";
import { examineHub } from "./doctor/hub-findings.ts";
import { examineMachine } from "./doctor/machine-findings.ts";
import { missingHubSettings } from "./require-hub-settings.ts";
import { withHub } from "./with-hub.ts";

/** The Hub's part is over after this, whatever it has told. */
const HUB_TIMEOUT_MS = 30_000;

const WORDS: Record<FindingState, string> = { ok: "ok    ", warn: "WARN  ", failed: "FAILED" };

function describeEnvironment({ config }: CommandContext): Finding {
  const set = namesOfSetVariables();
  const detail = set.length > 0 ? `set: ${set.join(", ")}` : "nothing is set: the defaults hold";
  const missing = missingHubSettings(config);
  return missing.length === 0
    ? ok("environment", detail)
    : failed(
        "environment",
        `${detail}; not set: ${missing.join(", ")}`,
        `set ${missing.join(" and ")}, or unset HF_ENDPOINT, HF_TOKEN and SPACE_ID to work with the Hub on this machine`,
      );
}

async function examineAll(context: CommandContext): Promise<Finding[]> {
  const { config, log } = context;
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(HUB_TIMEOUT_MS)]);
  const environment = describeEnvironment(context);
  let onHub: Awaited<ReturnType<typeof examineHub>> = { findings: [], inService: null };
  if (environment.state !== "failed") {
    const connection = await examine("hub", async () => {
      const isEmbedded = config.hub.kind === "embedded";
      onHub = await withHub(context, (connected) => examineHub({ connected, isEmbedded, signal }));
      return ok(
        "hub",
        config.hub.kind === "embedded" ? `on this machine, in ${config.hub.dir}` : config.hub.url,
      );
    });
    onHub.findings.unshift(connection);
  }
  context.signal.throwIfAborted();
  const [discord, machine] = await Promise.all([
    examineDiscord(config.discord, signal),
    examineMachine({ config, log, inService: onHub.inService }),
  ]);
  return [environment, ...onHub.findings, ...discord, ...machine];
}

function formatFindings(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ name }) => name.length));
  return findings
    .flatMap(({ name, state, detail, hint }) => [
      `${WORDS[state]} ${name.padEnd(width)}  ${detail}`,
      ...(hint ? [`${" ".repeat(width + 9)}→ ${hint}`] : []),
    ])
    .join("\n");
}

/** `doctor`: what works here and what does not, without changing anything. */
export function doctorCommand(context: CommandContext): Command {
  return new Command("doctor")
    .description("check account, environment, repositories, Discord, local storage, engine and model")
    .option("--json", "print the findings as one JSON document")
    .addHelpText(
      "after",
      `
Nothing is changed, and no value of a secret is shown. WARN is what limits the program, FAILED what keeps it from its work;
only the latter makes the exit code 1.`,
    )
    .action(async (options: { json?: true }) => {
      const findings = await examineAll(context);
      const passed = findings.every(({ state }) => state !== "failed");
      context.print(options.json ? JSON.stringify({ passed, findings }, null, 2) : formatFindings(findings));
      if (!passed) process.exitCode = 1;
    });
}
