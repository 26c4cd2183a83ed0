import { silentLog } from "../../testing/silent-log.ts";
import { openRecords } from "../open-records.ts";

// Adds to the spend until it is killed; a line on stdout says of each entry that it has been taken.
const path = process.argv[2] ?? "";
const clock = () => new Date();
const records = openRecords({ path, retentionDays: 30, clock, log: silentLog });
for (let count = 1; ; count++) {
  records.spend.add({ at: clock(), model: "m", promptTokens: 1, completionTokens: 1, costUsd: 1 });
  await Bun.write(Bun.stdout, `${count}\n`);
}
