import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type REST, Routes } from "discord.js";
import { expectWrongFields, refusedBy, restClient } from "./rest-client.ts";
import { type FakeDiscord, startFakeDiscord } from "./start-fake-discord.ts";

let discord: FakeDiscord;
let rest: REST;
let channelId: string;

beforeAll(async () => {
  discord = await startFakeDiscord({ hasRateLimits: false });
  rest = restClient(discord);
  channelId = discord.channel({ guild: discord.guild() }).id;
});

afterAll(() => discord.stop());

const send = (body: unknown, files: { name: string; data: Buffer }[] = []) =>
  rest.post(Routes.channelMessages(channelId), { body, files });
const a = (count: number) => "a".repeat(count);
const many = <Value>(count: number, make: (at: number) => Value) =>
  Array.from({ length: count }, (_, at) => make(at));

/** What is just allowed, what is one too many, and what Discord says of that. */
const LIMITS: [name: string, fits: object, tooMuch: object, fields: string[]][] = [
  ["content", { content: a(2000) }, { content: a(2001) }, ["content[BASE_TYPE_MAX_LENGTH]"]],
  [
    "title",
    { embeds: [{ title: a(256) }] },
    { embeds: [{ title: a(257) }] },
    ["embeds.0.title[BASE_TYPE_MAX_LENGTH]"],
  ],
  [
    "description",
    { embeds: [{ description: a(4096) }] },
    { embeds: [{ title: "t" }, { description: a(4097) }] },
    ["embeds.1.description[BASE_TYPE_MAX_LENGTH]"],
  ],
  [
    "footer",
    { embeds: [{ footer: { text: a(2048) } }] },
    { embeds: [{ footer: { text: a(2049) } }] },
    ["embeds.0.footer.text[BASE_TYPE_BAD_LENGTH]"],
  ],
  [
    "author",
    { embeds: [{ author: { name: a(256) } }] },
    { embeds: [{ author: { name: a(257) } }] },
    ["embeds.0.author.name[BASE_TYPE_BAD_LENGTH]"],
  ],
  [
    "fields",
    { embeds: [{ fields: many(25, () => ({ name: "n", value: "v" })) }] },
    { embeds: [{ fields: many(26, () => ({ name: "n", value: "v" })) }] },
    ["embeds.0.fields[BASE_TYPE_MAX_LENGTH]"],
  ],
  [
    "a field's name and value",
    { embeds: [{ fields: [{ name: a(256), value: a(1024) }] }] },
    { embeds: [{ fields: [{ name: a(257), value: a(1025) }] }] },
    ["embeds.0.fields.0.name[BASE_TYPE_BAD_LENGTH]", "embeds.0.fields.0.value[BASE_TYPE_BAD_LENGTH]"],
  ],
  [
    "an empty field",
    { embeds: [{ fields: [{ name: "n", value: "\u200b" }] }] },
    { embeds: [{ fields: [{ name: "n", value: " " }, { name: "n" }] }] },
    ["embeds.0.fields.0.value[BASE_TYPE_BAD_LENGTH]", "embeds.0.fields.1.value[BASE_TYPE_REQUIRED]"],
  ],
  [
    "embeds",
    { embeds: many(10, () => ({ title: "t" })) },
    { embeds: many(11, () => ({ title: "t" })) },
    ["embeds[BASE_TYPE_MAX_LENGTH]"],
  ],
  [
    "all embeds together",
    { embeds: [{ description: a(4000) }, { description: a(1999), title: "t" }] },
    { embeds: [{ description: a(4000) }, { description: a(2000), title: "t" }] },
    ["embeds[MAX_EMBED_SIZE_EXCEEDED]"],
  ],
  [
    "an embed's color, time and addresses",
    {
      embeds: [
        { title: "t", color: 0xffffff, timestamp: "2026-01-01T00:00:00Z", url: "https://example.org/a" },
      ],
    },
    {
      embeds: [
        {
          title: "t",
          color: 0x1000000,
          timestamp: "ontem",
          url: "javascript:alert(1)",
          image: { url: "x" },
          thumbnail: { url: "http://localhost/a" },
        },
      ],
    },
    [
      "embeds.0.url[URL_TYPE_INVALID_SCHEME]",
      "embeds.0.timestamp[DATE_TIME_TYPE_PARSE]",
      "embeds.0.color[NUMBER_TYPE_MAX]",
      "embeds.0.image.url[URL_TYPE_INVALID_SCHEME]",
      "embeds.0.thumbnail.url[URL_TYPE_INVALID_URL]",
    ],
  ],
  [
    "what is no whole number, no address and no id",
    {
      embeds: [{ title: "t", color: 0, url: "http://127.0.0.1:8080/a" }],
      allowed_mentions: { users: ["123456789012345678"] },
    },
    {
      embeds: [
        { title: "t", color: 0.5, url: "https://exemplo .org" },
        { title: "t", color: -1, url: "https://" },
        { title: "t", url: "" },
      ],
      allowed_mentions: { users: ["ana"] },
    },
    [
      "embeds.0.url[URL_TYPE_INVALID_URL]",
      "embeds.0.color[NUMBER_TYPE_COERCE]",
      "embeds.1.url[URL_TYPE_INVALID_URL]",
      "embeds.1.color[NUMBER_TYPE_MIN]",
      "embeds.2.url[URL_TYPE_INVALID_SCHEME]",
      "allowed_mentions.users.0[NUMBER_TYPE_COERCE]",
    ],
  ],
  [
    "flags that only Discord sets",
    { content: "c", flags: (1 << 2) | (1 << 12) },
    { content: "c", flags: 1 << 6 },
    ["flags[MESSAGE_FLAGS_INVALID]"],
  ],
  [
    "mentions that are allowed twice over",
    { content: "c", allowed_mentions: { parse: ["users"], roles: ["123456789012345678"] } },
    { content: "c", allowed_mentions: { parse: ["users"], users: ["123456789012345678"] } },
    ["allowed_mentions[MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE]"],
  ],
  [
    "kinds of mentions",
    { content: "c", allowed_mentions: { parse: [] } },
    { content: "c", allowed_mentions: { parse: ["everybody"] } },
    ["allowed_mentions.parse.0[BASE_TYPE_CHOICES]"],
  ],
  [
    "types of fields",
    { content: null, embeds: [{ title: "t", description: null }] },
    { content: 7, embeds: "t", components: {}, tts: "x" },
    [
      "content[STRING_TYPE_CONVERT]",
      "embeds[LIST_TYPE_CONVERT]",
      "tts[BOOLEAN_TYPE_CONVERT]",
      "components[LIST_TYPE_CONVERT]",
    ],
  ],
];

describe("a message at Discord's limits", () => {
  test.each(LIMITS)("%s", async (_, fits, tooMuch, fields) => {
    await send(fits);
    await expectWrongFields(send(tooMuch), fields);
  });

  test("a character of two UTF-16 units counts as two", async () => {
    await send({ content: "😀".repeat(1000) });
    await expectWrongFields(send({ content: "😀".repeat(1001) }), ["content[BASE_TYPE_MAX_LENGTH]"]);
  });

  test("an edit is held to them as well, and leaves the message as it was", async () => {
    const sent = await send({ content: "before" });
    const { id } = discord.messages(channelId).at(-1) ?? { id: "" };
    expect(sent).toMatchObject({ id });
    const path = Routes.channelMessage(channelId, id);
    await expectWrongFields(rest.patch(path, { body: { embeds: [{ title: a(257) }] } }), [
      "embeds.0.title[BASE_TYPE_MAX_LENGTH]",
    ]);
    expect(await refusedBy(rest.patch(path, { body: { content: "" } }))).toMatchObject({ code: 50006 });
    expect(discord.messages(channelId).at(-1)).toMatchObject({ content: "before", edits: 0 });
  });

  test.each([
    ["nothing", {}],
    ["blanks", { content: " \n" }],
    ["an embed that shows nothing", { embeds: [{ color: 5 }] }],
  ])("%s is no message", async (_, body) => {
    expect(await refusedBy(send(body))).toMatchObject({ status: 400, code: 50006 });
  });

  test("ten files of together 10 MiB, and no more", async () => {
    const file = (bytes: number) => ({ name: "a.bin", data: Buffer.alloc(bytes) });
    await send({}, [file(10 * 1024 * 1024)]);
    expect(await refusedBy(send({}, [file(5 * 1024 * 1024), file(5 * 1024 * 1024 + 1)]))).toMatchObject({
      status: 413,
      code: 40005,
    });
    await send(
      { content: "c" },
      many(10, () => file(1)),
    );
    await expectWrongFields(
      send(
        { content: "c" },
        many(11, () => file(1)),
      ),
      ["files[BASE_TYPE_MAX_LENGTH]"],
    );
  });
});
