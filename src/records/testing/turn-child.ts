import { silentLog } from "../../testing/silent-log.ts";
import { openRecords } from "../open-records.ts";

// Opens records, adds one turn and closes them.
const [path = "", question = ""] = process.argv.slice(2);
const clock = () => new Date();
const records = openRecords({ path, retentionDays: 30_000, clock, log: silentLog });
records.turns.add({ conversation: "c", user: "ana", question, answer: "a", revision: "r", at: clock() });
records.close();
