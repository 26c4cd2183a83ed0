import { expect, test } from "bun:test";
import { DISCORD_ADMIN_MESSAGES } from "./messages/discord-admin-messages.ts";
import { DISCORD_ASK_MESSAGES } from "./messages/discord-ask-messages.ts";
import { DISCORD_COMMAND_MESSAGES } from "./messages/discord-command-messages.ts";
import { DISCORD_ERROR_MESSAGES } from "./messages/discord-error-messages.ts";
import { DISCORD_LOOKUP_MESSAGES } from "./messages/discord-lookup-messages.ts";
import { DISCORD_PRIVACY_MESSAGES } from "./messages/discord-privacy-messages.ts";
import type { MessageTable } from "./messages/message-table.ts";

const TABLES: Record<string, MessageTable> = {
  admin: DISCORD_ADMIN_MESSAGES,
  ask: DISCORD_ASK_MESSAGES,
  command: DISCORD_COMMAND_MESSAGES,
  error: DISCORD_ERROR_MESSAGES,
  lookup: DISCORD_LOOKUP_MESSAGES,
  privacy: DISCORD_PRIVACY_MESSAGES,
};
/** An embed's description; its title. */
const TEXT_MAX_CHARS = 4096;
const TITLE_MAX_CHARS = 256;

const placesIn = (text = "") => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).toSorted();

test.each(Object.entries(TABLES))(
  "%s: every message is there in both languages, with the same places",
  (_, table) => {
    const [pt, en] = [table["pt-BR"], table.en];
    expect(Object.keys(en).toSorted()).toEqual(Object.keys(pt).toSorted());
    for (const key of Object.keys(pt)) expect([key, placesIn(en[key])]).toEqual([key, placesIn(pt[key])]);
  },
);

test.each(Object.entries(TABLES))("%s: every message is written, and within Discord's limits", (_, table) => {
  for (const [key, text] of [...Object.entries(table["pt-BR"]), ...Object.entries(table.en)]) {
    expect([key, text.trim()]).not.toEqual([key, ""]);
    const max = key.endsWith("Title") ? TITLE_MAX_CHARS : TEXT_MAX_CHARS;
    expect([key, text.length <= max]).toEqual([key, true]);
  }
});

test("a key stands in one table only", () => {
  const keys = Object.values(TABLES).flatMap((table) => Object.keys(table["pt-BR"]));
  expect(keys.length).toBe(new Set(keys).size);
});
