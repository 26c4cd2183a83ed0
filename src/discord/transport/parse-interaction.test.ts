import { expect, test } from "bun:test";
import fc from "fast-check";
import { z } from "zod";
import "../../testing/property-seed.ts";
import { parseInteraction } from "./parse-interaction.ts";

const BASE = {
  id: "1",
  application_id: "2",
  token: "t",
  guild_id: "300",
  channel: { id: "500", type: 0, parent_id: "400" },
  member: { user: { id: "42" }, permissions: "2251799813685247" },
  locale: "pt-BR",
  app_permissions: "562949953421311",
};
const MESSAGE = { id: "9", channel_id: "500", flags: 64 };
const parse = (values: object) => parseInteraction({ ...BASE, ...values }, 7);
const command = (data: object, values: object = {}) =>
  parse({ type: 2, data: { name: "c", ...data }, ...values });

test("a command with the options of its subcommand, of a group as well", () => {
  const options = [{ name: "o", type: 3, value: "v" }];
  expect(command({ options })).toMatchObject({ subcommand: null, options: { o: "v" }, receivedMs: 7 });
  const inner = { name: "sub", type: 1, options };
  expect(command({ options: [inner] })).toMatchObject({ subcommand: "sub", options: { o: "v" } });
  const group = { name: "group", type: 2, options: [inner] };
  expect(command({ options: [group] })).toMatchObject({ subcommand: "group sub", options: { o: "v" } });
});

test("permissions are whole, beyond what a number holds", () => {
  const { userPermissions, appPermissions } = command({});
  expect([userPermissions, appPermissions]).toEqual([2251799813685247n, 562949953421311n]);
});

test("a message's command has the message", () => {
  const target = { id: "77", channel_id: "500", content: "x", author: { id: "8" } };
  const resolved = { messages: { "77": target } };
  expect(command({ target_id: "77", resolved })).toMatchObject({
    target: { id: "77", channelId: "500", authorId: "8", content: "x" },
  });
});

test("places: a thread keeps its parent, a text channel's category is none, a direct message has no guild", () => {
  expect(command({}).channel).toEqual({ id: "500", kind: "text", parentId: null });
  const thread = { id: "6", type: 11, parent_id: "500" };
  expect(command({}, { channel: thread }).channel).toEqual({ id: "6", kind: "thread", parentId: "500" });
  const direct = {
    guild_id: undefined,
    member: undefined,
    user: { id: "43" },
    channel: { id: "7", type: 1 },
  };
  expect(command({}, direct)).toMatchObject({
    ...{ guildId: null, userId: "43", userPermissions: 0n },
    channel: { kind: "direct", parentId: null },
  });
  expect(command({}, { channel: { id: "7", type: 4711 } }).channel?.kind).toBe("other");
});

test("English is for clients in English, Portuguese for all others", () => {
  for (const [locale, language] of [
    ["en-US", "en"],
    ["en-GB", "en"],
    ["pt-BR", "pt-BR"],
    ["es-ES", "pt-BR"],
    [undefined, "pt-BR"],
  ] as const)
    expect(command({}, { locale }).language).toBe(language);
});

test("typing, buttons, lists and forms of either make", () => {
  const options = [
    { name: "a", type: 3, value: "x" },
    { name: "b", type: 4, value: 12, focused: true },
  ];
  expect(parse({ type: 4, data: { name: "c", options } })).toMatchObject({
    ...{ kind: "autocomplete", options: { a: "x", b: 12 }, focused: { name: "b", value: "12" } },
  });
  expect(parse({ type: 3, data: { custom_id: "page:1", values: ["v"] }, message: MESSAGE })).toMatchObject({
    ...{ kind: "component", customId: "page:1", values: ["v"] },
    message: { id: "9", channelId: "500", isEphemeral: true },
  });
  const field = { type: 4, custom_id: "f", value: "texto" };
  for (const row of [
    { type: 1, components: [field] },
    { type: 18, component: field },
  ])
    expect(parse({ type: 5, data: { custom_id: "why", components: [row] } })).toMatchObject({
      ...{ kind: "modal", fields: { f: "texto" }, message: null },
    });
});

test("what is none, or nobody's, is an error that holds nothing of it", () => {
  for (const values of [
    { type: 99, data: {} },
    { type: 2 },
    { type: 2, data: { name: "c" }, member: undefined },
    { type: 2, data: { name: "c" }, token: "" },
    { type: 2, data: { name: "c" }, app_permissions: "-1" },
  ])
    expect(() => parse(values)).toThrow(z.ZodError);
});

test("whatever comes is an interaction or a ZodError", () => {
  fc.assert(
    fc.property(fc.constantFrom(2, 3, 4, 5), fc.jsonValue(), fc.jsonValue(), (type, data, message) => {
      try {
        parse({ type, data, message });
      } catch (error) {
        expect(error).toBeInstanceOf(z.ZodError);
      }
    }),
  );
});
