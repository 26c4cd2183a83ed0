import { silentLog } from "../../../testing/silent-log.ts";
import { startEmbeddedHub } from "../start-embedded-hub.ts";

// A Hub in a process of its own, which tests kill: `bun serve-hub.ts <dir>` prints its address.
const [dir] = process.argv.slice(2);
if (dir === undefined) throw new Error("usage: bun serve-hub.ts <dir>");
const { url } = await startEmbeddedHub({ dir, port: 0, log: silentLog });
process.stdout.write(`${url}\n`);
