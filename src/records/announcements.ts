import type { RecordsDatabase } from "./database.ts";
import type { Announcements } from "./member-records.ts";

/**
 * @param fast a connection that does not wait for the disk: with a write for each guild a slow one would keep members
 *   waiting at every swap, and all that a power cut can bring is that a swap is told twice
 */
export function createAnnouncements(fast: RecordsDatabase): Announcements {
  return {
    claim: ({ guildId, revision, at }) =>
      fast.run(
        `INSERT INTO announcements (guild_id, revision, at_ms) VALUES (?1, ?2, ?3)
         ON CONFLICT (guild_id) DO UPDATE SET revision = ?2, at_ms = ?3 WHERE revision <> ?2`,
        guildId,
        revision,
        at.getTime(),
      ) > 0,
    release: ({ guildId, revision }) =>
      void fast.run("DELETE FROM announcements WHERE guild_id = ? AND revision = ?", guildId, revision),
  };
}
