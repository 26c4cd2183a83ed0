import { startJobs } from "./jobs-server.ts";

/** A server in a process of its own, which can be killed. Argument: the Hub's folder. Says its URL. */
const { url } = startJobs(process.argv[2] ?? "", { schedules: process.argv[3] === "schedules" });
process.stdout.write(`${url}\n`);
