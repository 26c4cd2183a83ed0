import { silentLog } from "../../testing/silent-log.ts";
import { downloadFile } from "../download-file.ts";
import { createHub } from "../hub.ts";

/** A process that downloads one file and says how much its memory grew. Arguments: the Hub's URL and the target. */
const [url = "", target = ""] = process.argv.slice(2);
const hub = createHub({ url, token: null, log: silentLog });
// What the first call loads is not the download's.
await hub.fetch(`${url}/api/warm-up`);
const before = process.resourceUsage().maxRSS;
const done = await downloadFile({
  hub,
  repo: { type: "dataset", name: "a/b" },
  revision: "main",
  path: "big.bin",
  target,
});
const grownBytes = (process.resourceUsage().maxRSS - before) * 1024;
process.stdout.write(`${JSON.stringify({ ...done, grownBytes })}\n`);
