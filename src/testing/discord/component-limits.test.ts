import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type REST, Routes } from "discord.js";
import { expectWrongFields, restClient } from "./rest-client.ts";
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

const send = (body: unknown) => rest.post(Routes.channelMessages(channelId), { body });
const a = (count: number) => "a".repeat(count);
const many = <Value>(count: number, make: (at: number) => Value) =>
  Array.from({ length: count }, (_, at) => make(at));
const button = (id: string, more: object = {}) => ({ type: 2, style: 1, label: id, custom_id: id, ...more });
const row = (...components: object[]) => ({ type: 1, components });
const list = (more: object = {}) => ({
  type: 3,
  custom_id: "lista",
  options: [{ label: "a", value: "a" }],
  ...more,
});
const text = (content: string) => ({ type: 10, content });
const LAYOUT = 1 << 15;

/** What is just allowed, what is one too many, and what Discord says of that. */
const LIMITS: [name: string, fits: object, tooMuch: object, fields: string[]][] = [
  [
    "rows",
    { content: "c", components: many(5, (at) => row(button(`b${at}`))) },
    { content: "c", components: many(6, (at) => row(button(`b${at}`))) },
    ["components[BASE_TYPE_MAX_LENGTH]"],
  ],
  [
    "buttons of a row",
    { content: "c", components: [row(...many(5, (at) => button(`b${at}`)))] },
    { content: "c", components: [row(...many(6, (at) => button(`b${at}`)))] },
    ["components.0.components[BASE_TYPE_BAD_LENGTH]"],
  ],
  [
    "emoji",
    {
      content: "c",
      components: [
        row(
          ...["👍", "◀️", "◀", "🇧🇷", "1️⃣"].map((name) => button(name, { label: undefined, emoji: { name } })),
        ),
      ],
    },
    {
      content: "c",
      components: [row(button("a", { emoji: { name: "thumbsup" } }), button("b", { emoji: {} }))],
    },
    [
      "components.0.components.0.emoji.name[BUTTON_COMPONENT_INVALID_EMOJI]",
      "components.0.components.1.emoji.name[BUTTON_COMPONENT_INVALID_EMOJI]",
    ],
  ],
  [
    "an empty row",
    { content: "c", components: [] },
    { content: "c", components: [row()] },
    ["components.0.components[BASE_TYPE_BAD_LENGTH]"],
  ],
  [
    "a row's width",
    { content: "c", components: [row(list())] },
    { content: "c", components: [row(list(), button("b"))] },
    ["components.0.components.1[COMPONENT_LAYOUT_WIDTH_EXCEEDED]"],
  ],
  [
    "a button's label and custom id",
    { content: "c", components: [row(button(a(100), { label: a(80) }))] },
    { content: "c", components: [row(button(a(101), { label: a(81) }))] },
    [
      "components.0.components.0.label[BASE_TYPE_BAD_LENGTH]",
      "components.0.components.0.custom_id[BASE_TYPE_BAD_LENGTH]",
    ],
  ],
  [
    "custom ids of a message",
    { content: "c", components: [row(button("a"), button("b"))] },
    { content: "c", components: [row(button("a")), row(button("a"))] },
    ["components.1.components.0.custom_id[COMPONENT_CUSTOM_ID_DUPLICATED]"],
  ],
  [
    "a button that does nothing",
    { content: "c", components: [row({ type: 2, style: 5, label: "l", url: "https://example.org" })] },
    { content: "c", components: [row({ type: 2, style: 1, label: "l" }, { type: 2, style: 5, label: "l" })] },
    [
      "components.0.components.0.custom_id[BUTTON_COMPONENT_CUSTOM_ID_REQUIRED]",
      "components.0.components.1.url[BUTTON_COMPONENT_URL_REQUIRED]",
    ],
  ],
  [
    "a link's address",
    {
      content: "c",
      components: [row({ type: 2, style: 5, label: "l", url: `https://example.org/${a(491)}` })],
    },
    {
      content: "c",
      components: [row({ type: 2, style: 5, label: "l", url: `https://example.org/${a(493)}` })],
    },
    ["components.0.components.0.url[BASE_TYPE_MAX_LENGTH]"],
  ],
  [
    "a list's options",
    {
      content: "c",
      components: [row(list({ options: many(25, (at) => ({ label: "l", value: `${at}` })) }))],
    },
    {
      content: "c",
      components: [row(list({ options: many(26, (at) => ({ label: "l", value: `${at}` })) }))],
    },
    ["components.0.components.0.options[BASE_TYPE_BAD_LENGTH]"],
  ],
  [
    "one option of a list",
    {
      content: "c",
      components: [row(list({ options: [{ label: a(100), value: a(100), description: a(100) }] }))],
    },
    {
      content: "c",
      components: [row(list({ options: [{ label: a(101), value: a(101), description: a(101) }] }))],
    },
    [
      "components.0.components.0.options.0.label[BASE_TYPE_BAD_LENGTH]",
      "components.0.components.0.options.0.value[BASE_TYPE_BAD_LENGTH]",
      "components.0.components.0.options.0.description[BASE_TYPE_MAX_LENGTH]",
    ],
  ],
  [
    "a list's values and placeholder",
    { content: "c", components: [row(list({ placeholder: a(150) }))] },
    {
      content: "c",
      components: [
        row(
          list({
            placeholder: a(151),
            options: [
              { label: "a", value: "x" },
              { label: "b", value: "y" },
            ],
          }),
        ),
        row(
          list({
            custom_id: "2",
            options: [
              { label: "a", value: "x" },
              { label: "b", value: "x" },
            ],
          }),
        ),
      ],
    },
    [
      "components.0.components.0.placeholder[BASE_TYPE_MAX_LENGTH]",
      "components.1.components.0.options.1.value[SELECT_COMPONENT_OPTION_VALUE_DUPLICATED]",
    ],
  ],
  [
    "a button that says nothing, or does two things",
    { content: "c", components: [row({ type: 2, style: 1, custom_id: "a", emoji: { name: "👍" } })] },
    {
      content: "c",
      components: [
        row(
          { type: 2, style: 1, custom_id: "a" },
          { type: 2, style: 5, label: "l", url: "https://example.org", custom_id: "b" },
          button("c", { url: "https://example.org" }),
        ),
      ],
    },
    [
      "components.0.components.0[BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED]",
      "components.0.components.1[BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE]",
      "components.0.components.2[BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE]",
    ],
  ],
  [
    "how many are chosen from a list",
    { content: "c", components: [row(list({ min_values: 0, max_values: 1 }))] },
    {
      content: "c",
      components: [row(list({ max_values: 2 })), row(list({ custom_id: "b", min_values: 2, max_values: 1 }))],
    },
    [
      "components.0.components.0.options[BASE_TYPE_BAD_LENGTH]",
      "components.1.components.0.options[BASE_TYPE_BAD_LENGTH]",
    ],
  ],
  [
    "an unknown component",
    { content: "c", components: [row(button("b"))] },
    {
      content: "c",
      components: [row({ type: 4, custom_id: "c", style: 1, label: "l" }), { type: 10, content: "x" }],
    },
    ["components.0.components.0.type[UNION_TYPE_CHOICES]", "components.1.type[UNION_TYPE_CHOICES]"],
  ],
  [
    "components of a layout",
    { flags: LAYOUT, components: many(40, () => text("t")) },
    {
      flags: LAYOUT,
      components: [...many(20, () => text("t")), { type: 17, components: many(20, () => text("t")) }],
    },
    ["components[COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED]"],
  ],
  [
    "characters of a layout",
    { flags: LAYOUT, components: [text(a(2000)), text(a(2000))] },
    { flags: LAYOUT, components: [text(a(2000)), { type: 17, components: [text(a(2001))] }] },
    ["components[COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED]"],
  ],
  [
    "content and embeds beside a layout",
    { flags: LAYOUT, components: [text("t")] },
    { flags: LAYOUT, components: [text("t")], content: "c", embeds: [{ title: "t" }] },
    [
      "content[MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2]",
      "embeds[MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2]",
    ],
  ],
];

describe("components at Discord's limits", () => {
  test.each(LIMITS)("%s", async (_, fits, tooMuch, fields) => {
    await send(fits);
    await expectWrongFields(send(tooMuch), fields);
  });

  test("an edit makes a layout only of what has neither content nor embeds", async () => {
    const components = [text("t")];
    await send({ content: "c", embeds: [{ title: "t" }] });
    const message = discord.messages(channelId).at(-1);
    const path = Routes.channelMessage(channelId, message?.id ?? "");
    await expectWrongFields(rest.patch(path, { body: { flags: LAYOUT, components } }), [
      "flags[MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2]",
    ]);
    await rest.patch(path, { body: { flags: LAYOUT, components, content: null, embeds: null } });
    expect(message).toMatchObject({ content: "", embeds: [], components, flags: LAYOUT });
  });

  test("an edit hides embeds and shows them again, and touches no other flag", async () => {
    await send({ content: "c", flags: 1 << 12 });
    const message = discord.messages(channelId).at(-1);
    const path = Routes.channelMessage(channelId, message?.id ?? "");
    await rest.patch(path, { body: { flags: 1 << 2 } });
    expect(message?.flags).toBe((1 << 12) | (1 << 2));
    await rest.patch(path, { body: { flags: 0 } });
    expect(message?.flags).toBe(1 << 12);
  });

  test("a layout cannot be taken back by an edit", async () => {
    await send({ flags: LAYOUT, components: [text("t")] });
    const { id } = discord.messages(channelId).at(-1) ?? { id: "" };
    const path = Routes.channelMessage(channelId, id);
    await expectWrongFields(rest.patch(path, { body: { content: "c", components: [] } }), [
      "content[MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2]",
    ]);
  });
});
