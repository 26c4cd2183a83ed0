import { commit, modelSha256 } from "vademecum:build";
import packageJson from "../package.json";
import { childArgument } from "../src/processes/child-command.ts";
import { unpack } from "./unpack.ts";

// What reads the environment or loads a native library is imported when everything is where it expects it.
process.env["VADEMECUM_ROOT"] = await unpack();
const [, , first] = process.argv;
if (first === childArgument("parse")) {
  const { runParseChild } = await import("../src/documents/parse-child.ts");
  await runParseChild();
} else if (first === childArgument("heavy")) {
  const { runHeavyChild } = await import("../src/revisions/sync/heavy-child.ts");
  await runHeavyChild(process.argv[3] ?? "");
} else {
  const { runCommandLine } = await import("../src/commands/command-line.ts");
  const { JOB_COMMANDS } = await import("../src/commands/job-commands.ts");
  const { createProcessContext } = await import("../src/process-context.ts");
  const version = `${packageJson.version}, commit ${commit}, model ${modelSha256}`;
  await runCommandLine({ name: "vademecum-job", version, commands: JOB_COMMANDS }, createProcessContext);
}
