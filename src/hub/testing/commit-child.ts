import { silentLog } from "../../testing/silent-log.ts";
import { commitFiles } from "../commit-files.ts";
import { createHub } from "../hub.ts";

/** A process that commits one file and says how much its memory grew. Arguments: the Hub's URL, the repository, the file. */
const [url = "", name = "", path = ""] = process.argv.slice(2);
const token = (await Bun.stdin.text()).trim();
const hub = createHub({ url, token, log: silentLog });
const commit = (content: Blob, inRepo: string) =>
  commitFiles({
    hub,
    repo: { type: "dataset", name },
    title: `add ${inRepo}`,
    operations: [{ kind: "add", path: inRepo, content }],
  });
// What the first commit loads is not the file's.
await commit(new Blob([Buffer.alloc(1_000_000)]), "warm-up.bin");
const before = process.resourceUsage().maxRSS;
const done = await commit(Bun.file(path), "big.bin");
const grownBytes = (process.resourceUsage().maxRSS - before) * 1024;
process.stdout.write(`${JSON.stringify({ ...done, grownBytes })}\n`);
