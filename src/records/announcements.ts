import type { RecordsDatabase } from "./database.ts";
import type { Announcements } from "./member-records.ts";

/** @param durable a connection whose writes outlive a power cut: a swap is told once */
export function createAnnouncements(durable: RecordsDatabase): Announcements {
  return {
    claim: ({ guildId, swap, at }) =>
      durable.run(
        "INSERT INTO announcements (guild_id, swap, at_ms) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        guildId,
        swap,
        at.getTime(),
      ) > 0,
    release: ({ guildId, swap }) =>
      void durable.run("DELETE FROM announcements WHERE guild_id = ? AND swap = ?", guildId, swap),
  };
}
