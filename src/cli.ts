#!/usr/bin/env bun
import packageJson from "../package.json";
import { askCommand } from "./commands/ask.ts";
import { checkCommand } from "./commands/check.ts";
import { type CommandLine, runCommandLine } from "./commands/command-line.ts";
import { demoCommand } from "./commands/demo.ts";
import { diffCommand } from "./commands/diff.ts";
import { discordCommand } from "./commands/discord.ts";
import { docsCommand } from "./commands/docs.ts";
import { doctorCommand } from "./commands/doctor.ts";
import { evalCommand } from "./commands/eval.ts";
import { hubCommand } from "./commands/hub.ts";
import { jobsCommand } from "./commands/jobs/jobs.ts";
import { promoteCommand } from "./commands/promote.ts";
import { publishCommand } from "./commands/publish.ts";
import { reindexCommand } from "./commands/reindex.ts";
import { revisionsCommand } from "./commands/revisions.ts";
import { rollbackCommand } from "./commands/rollback.ts";
import { searchCommand } from "./commands/search.ts";
import { serveCommand } from "./commands/serve.ts";
import { syncCommand } from "./commands/sync.ts";
import { verifyCommand } from "./commands/verify.ts";
import { createProcessContext } from "./process-context.ts";

/** The commands, in the order in which `--help` lists them. */
const COMMANDS: CommandLine["commands"] = [
  demoCommand,
  askCommand,
  searchCommand,
  docsCommand,
  reindexCommand,
  jobsCommand,
  publishCommand,
  revisionsCommand,
  promoteCommand,
  rollbackCommand,
  verifyCommand,
  doctorCommand,
  diffCommand,
  syncCommand,
  serveCommand,
  discordCommand,
  evalCommand,
  hubCommand,
  checkCommand,
];

await runCommandLine(
  { name: "vade", version: packageJson.version, commands: COMMANDS },
  createProcessContext,
);
