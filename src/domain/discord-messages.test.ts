import { expect, test } from "bun:test";
import { resolve } from "node:path";
import { DISCORD_ADMIN_MESSAGES } from "./messages/discord-admin-messages.ts";
import { DISCORD_ASK_MESSAGES } from "./messages/discord-ask-messages.ts";
import { DISCORD_COMMAND_MESSAGES } from "./messages/discord-command-messages.ts";
import { DISCORD_ERROR_MESSAGES } from "./messages/discord-error-messages.ts";
import { DISCORD_LOOKUP_MESSAGES } from "./messages/discord-lookup-messages.ts";
import { DISCORD_PRIVACY_MESSAGES } from "./messages/discord-privacy-messages.ts";
import type { MessageTable } from "./messages/message-table.ts";
import { LANGUAGES, type MessageKey, message } from "./messages.ts";

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

/** Of the source but for tests and tables, one text. */
const SOURCE = await readSource();

async function readSource(): Promise<string> {
  const root = resolve(import.meta.dir, "..");
  const names = [...new Bun.Glob("**/*.ts").scanSync(root)].filter(
    (name) => !name.endsWith(".test.ts") && !name.startsWith("domain/messages/"),
  );
  const texts = await Promise.all(names.map((name) => Bun.file(resolve(root, name)).text()));
  return texts.join("\n");
}

const KEYS = Object.values(TABLES).flatMap((table) => Object.keys(table["pt-BR"])) as MessageKey[];

test("every message is used", () => {
  const isNamed = (key: string) => SOURCE.includes(`"${key}"`);
  // A title may be named by the key of its text.
  const unused = KEYS.filter((key) => !isNamed(key) && !isNamed(key.replace(/Title$/, "")));
  expect(unused).toEqual([]);
});

/** Keys that the source puts into such a place, found by the words before the message. */
function keysAfter(before: RegExp): MessageKey[] {
  const found = SOURCE.matchAll(new RegExp(`${before.source}message\\(\\s*[\\w.]+,\\s*"(discord\\w+)"`, "g"));
  return [...new Set([...found].map(([, key]) => key as MessageKey))];
}

const COMMANDS = Object.keys(DISCORD_COMMAND_MESSAGES["pt-BR"]) as MessageKey[];
const MODAL_TITLES: MessageKey[] = ["discordFeedbackReasonTitle", "discordPublishForceTitle"];
const MODAL_LABELS: MessageKey[] = ["discordFeedbackReason", "discordPublishForceLabel"];
const TURNING: MessageKey[] = [
  "discordAdminPrevious",
  "discordAdminNext",
  "discordLookupPrevious",
  "discordLookupNext",
  "discordAdminPageOf",
  "discordAnswerPageOf",
];

test.each([
  ["names of commands and options", COMMANDS.filter((key) => key.endsWith("Name")), 32],
  ["descriptions of commands and options", COMMANDS.filter((key) => key.endsWith("Description")), 100],
  ["names of choices", COMMANDS.filter((key) => !/(?:Name|Description)$/.test(key)), 100],
  ["labels of buttons", [...keysAfter(/\b(?:button\([^;]*?,\s*|label: )/), ...TURNING], 80],
  ["titles of forms", MODAL_TITLES, 45],
  ["labels in forms", MODAL_LABELS, 45],
  ["hints in forms", keysAfter(/\bplaceholder: /), 100],
] as const)("%s are as short as Discord wants them", (_, keys, max) => {
  expect(keys.length).toBeGreaterThan(0);
  for (const key of keys) {
    for (const language of LANGUAGES)
      expect([key, language, message(language, key).length <= max]).toEqual([key, language, true]);
  }
});

test("the places of buttons and forms are found in the source", () => {
  const labels = keysAfter(/\b(?:button\([^;]*?,\s*|label: )/);
  expect(labels).toContain("discordAnswerContinue");
  expect(labels).toContain("discordPrivacyErase");
  expect(labels).toContain("discordFeedbackWhy");
  expect(keysAfter(/\btitle: /)).toEqual(expect.arrayContaining(MODAL_TITLES));
});
