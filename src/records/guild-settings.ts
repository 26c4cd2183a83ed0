import { z } from "zod";
import type { Log } from "../domain/log.ts";
import { LANGUAGES } from "../domain/messages.ts";
import type { RecordsDatabase } from "./database.ts";
import type { GuildSettings, GuildSettingsTable } from "./member-records.ts";
import { parseRowJson } from "./parse-row-json.ts";

/** A setting that a later program adds has its default in rows that an earlier one wrote. */
const SettingsSchema = z.object({
  language: z.enum(LANGUAGES).nullable().default(null),
  autoAnswerChannels: z.array(z.string()).default([]),
  channels: z.array(z.string()).default([]),
  cooldownSeconds: z.number().nonnegative().nullable().default(null),
  documents: z.array(z.string()).default([]),
  announceChannel: z.string().nullable().default(null),
});
const RowSchema = z.object({ guild_id: z.string(), settings: z.string() });

/** @param durable a connection whose writes outlive a power cut: nobody should have to choose twice */
export function createGuildSettings(durable: RecordsDatabase, log: Log): GuildSettingsTable {
  const read = (row: z.infer<typeof RowSchema> | undefined): GuildSettings => {
    const defaults = SettingsSchema.parse({});
    if (row === undefined) return defaults;
    return parseRowJson(SettingsSchema, row.settings, log, { guildId: row.guild_id }) ?? defaults;
  };
  const get = (guildId: string) =>
    read(
      durable.rows(RowSchema, "SELECT guild_id, settings FROM guild_settings WHERE guild_id = ?", guildId)[0],
    );
  return {
    get,
    update: (guildId, changes) =>
      // Of two operators who change different settings at once, neither undoes the other's.
      durable.transaction(() => {
        const settings = SettingsSchema.parse({ ...get(guildId), ...changes });
        durable.run(
          `INSERT INTO guild_settings (guild_id, settings) VALUES (?1, ?2)
           ON CONFLICT (guild_id) DO UPDATE SET settings = ?2`,
          guildId,
          JSON.stringify(settings),
        );
        return settings;
      }),
    announceChannels: () =>
      durable
        .rows(RowSchema, "SELECT guild_id, settings FROM guild_settings ORDER BY guild_id")
        .flatMap((row) => {
          const { announceChannel: channelId, language } = read(row);
          return channelId === null ? [] : [{ guildId: row.guild_id, channelId, language }];
        }),
    remove: (guildId) =>
      durable.transaction(() => {
        durable.run("DELETE FROM guild_settings WHERE guild_id = ?", guildId);
        durable.run("DELETE FROM announcements WHERE guild_id = ?", guildId);
      }),
  };
}
