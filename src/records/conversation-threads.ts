import { z } from "zod";
import type { Log } from "../domain/log.ts";
import { LANGUAGES } from "../domain/messages.ts";
import type { RecordsDatabase } from "./database.ts";
import type { ConversationThreads } from "./member-records.ts";
import { parseRowJson } from "./parse-row-json.ts";
import type { Pseudonyms } from "./pseudonyms.ts";

const RowSchema = z.object({ guild_id: z.string(), language: z.enum(LANGUAGES), documents: z.string() });
const DocumentsSchema = z.array(z.string());

/** @param db for what may be lost with a power cut */
export function createConversationThreads(
  db: RecordsDatabase,
  pseudonyms: Pseudonyms,
  log: Log,
): ConversationThreads {
  // The same name as in the turns of the thread, so that a member's deletion finds both.
  const nameOf = (threadId: string) => pseudonyms.conversation(`discord:${threadId}`);
  return {
    add({ threadId, guildId, language, documents, at }) {
      db.run(
        `INSERT INTO threads (conversation, guild_id, language, documents, at_ms) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (conversation) DO UPDATE SET guild_id = ?2, language = ?3, documents = ?4, at_ms = ?5`,
        nameOf(threadId),
        guildId,
        language,
        JSON.stringify(documents),
        at.getTime(),
      );
    },
    find(threadId) {
      const [row] = db.rows(
        RowSchema,
        "SELECT guild_id, language, documents FROM threads WHERE conversation = ?",
        nameOf(threadId),
      );
      if (row === undefined) return null;
      const { guild_id: guildId, language } = row;
      // A thread that was for some documents must not be answered from all of them.
      const documents = parseRowJson(DocumentsSchema, row.documents, log, { guildId });
      return documents === null ? null : { guildId, language, documents };
    },
    remove: (threadId) => void db.run("DELETE FROM threads WHERE conversation = ?", nameOf(threadId)),
  };
}
