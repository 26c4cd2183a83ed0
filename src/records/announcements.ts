import type { RecordsDatabase } from "./database.ts";
import type { Announcements } from "./member-records.ts";

/** @param durable a connection whose writes outlive a power cut: a swap is told once */
export function createAnnouncements(durable: RecordsDatabase): Announcements {
  return {
    claim: ({ guildId, revision, at }) =>
      durable.run(
        `INSERT INTO announcements (guild_id, revision, at_ms) VALUES (?1, ?2, ?3)
         ON CONFLICT (guild_id) DO UPDATE SET revision = ?2, at_ms = ?3 WHERE revision <> ?2`,
        guildId,
        revision,
        at.getTime(),
      ) > 0,
    release: ({ guildId, revision }) =>
      void durable.run("DELETE FROM announcements WHERE guild_id = ? AND revision = ?", guildId, revision),
  };
}
