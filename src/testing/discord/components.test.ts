import { afterEach, beforeEach, expect, test } from "bun:test";
import { createInteractionBench, type InteractionBench } from "./interaction-bench.ts";
import { expectWrongFields, refusedBy } from "./rest-client.ts";

let bench: InteractionBench;

beforeEach(async () => {
  bench = await createInteractionBench();
});

afterEach(() => bench.discord.stop());

const BUTTONS = [
  {
    type: 1,
    components: [
      { type: 2, style: 1, label: "Avançar", custom_id: "page:1" },
      { type: 2, style: 1, label: "Voltar", custom_id: "page:0", disabled: true },
      { type: 2, style: 5, label: "Lei", url: "https://example.org" },
    ],
  },
];

async function withButtons(flags = 0) {
  const data = { content: "página 0", components: BUTTONS, flags };
  const outcome = await bench.when({}, (started) => bench.callback(started, { type: 4, data }));
  const message = outcome.message();
  if (!message) throw new Error("there is no message");
  return message;
}

test("a button's answer changes its message, at once or later", async () => {
  const message = await withButtons(64);
  const button = { kind: "button", message, button: "Avançar" } as const;
  await bench.when(button, async (started) => {
    expect(started.data).toMatchObject({
      message: { id: message.id, flags: 64 },
      data: { custom_id: "page:1" },
    });
    await bench.callback(started, { type: 7, data: { content: "página 1" } });
  });
  expect(message.content).toBe("página 1");
  const later = await bench.when(button, async (started) => {
    await bench.callback(started, { type: 6 });
    await bench.edit(started.token, { content: "página 2", components: [] });
  });
  expect(later.message()).toBe(message);
  expect(message).toMatchObject({
    content: "página 2",
    components: [],
    history: ["página 0", "página 1", "página 2"],
  });
});

test("a message that was deleted meanwhile cannot be changed by its button's answer", async () => {
  const message = await withButtons();
  await bench.when({ kind: "button", message, button: "Avançar" }, async (started) => {
    bench.discord.deleteMessage(message);
    const update = bench.callback(started, { type: 7, data: { content: "c" } });
    expect(await refusedBy(update)).toMatchObject({ status: 404, code: 10008 });
    await bench.callback(started, { type: 4, data: { content: "tarde demais" } });
  });
});

test("a button that is disabled, a link, gone or another member's is not pressed", async () => {
  const message = await withButtons(64);
  const press = (more: object) =>
    bench.discord.interact({
      kind: "button",
      member: bench.member,
      channel: bench.channel,
      message,
      button: "Avançar",
      ...more,
    });
  await expect(press({ button: "Voltar" })).rejects.toThrow("disabled");
  await expect(press({ button: "Lei" })).rejects.toThrow("only opens a page");
  await expect(press({ button: "Apagar" })).rejects.toThrow("no button");
  const { guild } = bench;
  await expect(press({ member: bench.discord.member({ guild }) })).rejects.toThrow("another member");
  bench.discord.deleteMessage(message);
  await expect(press({})).rejects.toThrow("not there");
});

test("a button is pressed on the bot's own message, once that is written, by who sees it", async () => {
  const { discord, member, channel, guild } = bench;
  const press = (message: { id: string }, more: object = {}) =>
    discord.interact({ kind: "button", member, channel, message, button: "Avançar", ...more });
  const said = discord.say({ channel, author: member, content: "oi" });
  await expect(press(said)).rejects.toThrow("not the bot's");
  const deferred = await bench.when({}, (started) => bench.callback(started, { type: 5 }));
  await expect(press(deferred.message() ?? said)).rejects.toThrow("not written yet");
  const message = await withButtons();
  await expect(press(message, { channel: discord.channel({ guild }) })).rejects.toThrow("not there");
  const twice = { content: "c", components: [0, 1].map((at) => button(`b${at}`)) };
  const two = await bench.when({}, (started) => bench.callback(started, { type: 4, data: twice }));
  await expect(press(two.message() ?? said, { button: "OK" })).rejects.toThrow("several buttons");
  await expect(discord.interact({ kind: "modal", of: two, member, fields: {} })).rejects.toThrow("no form");
  discord.permit(channel, { everyone: { deny: ["ViewChannel"] } });
  await expect(press(message)).rejects.toThrow("does not see");
});

function button(custom_id: string) {
  return { type: 1, components: [{ type: 2, style: 1, label: "OK", custom_id }] };
}

test("a form is filled in within its own limits", async () => {
  const message = await withButtons();
  const input = { type: 4, custom_id: "motivo", label: "Motivo", style: 2, min_length: 3, max_length: 10 };
  const modal = { title: "t", custom_id: "why", components: [{ type: 1, components: [input] }] };
  const opened = await bench.when({ kind: "button", message, button: "Avançar" }, async (started) => {
    const wrong = {
      title: "t".repeat(46),
      custom_id: "",
      components: [{ type: 1, components: [{ ...input, label: "l".repeat(46) }] }],
    };
    await expectWrongFields(bench.callback(started, { type: 9, data: wrong }), [
      "data.custom_id[BASE_TYPE_BAD_LENGTH]",
      "data.title[BASE_TYPE_BAD_LENGTH]",
      "data.components.0.components.0.label[BASE_TYPE_BAD_LENGTH]",
    ]);
    const six = Array.from({ length: 6 }, (_, at) => ({
      type: 1,
      components: [{ ...input, custom_id: `c${at}` }],
    }));
    await expectWrongFields(bench.callback(started, { type: 9, data: { ...modal, components: six } }), [
      "data.components[BASE_TYPE_BAD_LENGTH]",
    ]);
    await bench.callback(started, { type: 9, data: modal });
  });
  const fill = (fields: Record<string, string>) =>
    bench.discord.interact({ kind: "modal", of: opened, member: bench.member, fields });
  await expect(fill({})).rejects.toThrow("required");
  await expect(fill({ Motivo: "ab" })).rejects.toThrow("too short");
  await expect(fill({ Motivo: "a".repeat(11) })).rejects.toThrow("too long");
  await expect(fill({ Outro: "abc" })).rejects.toThrow("no field");
  const sent = await bench.when(
    { kind: "modal", of: opened, fields: { Motivo: "errado" } },
    async (started) => {
      const value = { type: 4, custom_id: "motivo", value: "errado" };
      expect(started.data).toMatchObject({
        type: 5,
        message: { id: message.id },
        data: { custom_id: "why", components: [{ type: 1, components: [value] }] },
      });
      await expectWrongFields(bench.callback(started, { type: 9, data: modal }), ["type[BASE_TYPE_CHOICES]"]);
      await bench.callback(started, { type: 4, data: { content: "obrigado", flags: 64 } });
    },
  );
  expect(sent.message()?.content).toBe("obrigado");
});

test("a form of labels holds texts and lists, and is held to the same limits", async () => {
  const field = { type: 4, custom_id: "texto", style: 1, required: false };
  const list = { type: 3, custom_id: "doc", options: [{ label: "Código Penal", value: "cp" }] };
  const labels = (...components: object[]) =>
    components.map((component, at) => ({ type: 18, label: `campo ${at}`, component }));
  const form = (...components: object[]) => ({ title: "t", custom_id: "f", components });
  const opened = await bench.when({}, async (started) => {
    const refused = (data: object, ...fields: string[]) =>
      expectWrongFields(bench.callback(started, { type: 9, data }), fields);
    await refused(
      form(...labels({ ...field, min_length: 5, max_length: 4 }, { ...field, max_length: 2, value: "abc" })),
      "data.components.0.component.min_length[BASE_TYPE_BAD_LENGTH]",
      "data.components.1.component.custom_id[COMPONENT_CUSTOM_ID_DUPLICATED]",
      "data.components.1.component.value[BASE_TYPE_MAX_LENGTH]",
    );
    await refused(
      form({ type: 1, components: [field] }, { type: 1, components: [] }),
      "data.components.0.components.0.label[BASE_TYPE_REQUIRED]",
      "data.components.1.components[BASE_TYPE_BAD_LENGTH]",
    );
    await bench.callback(started, { type: 9, data: form(...labels(field, list)) });
  });
  const fill = (fields: Record<string, string>) =>
    bench.discord.interact({ kind: "modal", of: opened, member: bench.member, fields });
  await expect(fill({ "campo 0": "x" })).rejects.toThrow('"doc" is required');
  await expect(fill({ "campo 1": "Código Civil" })).rejects.toThrow("nothing called");
  const stranger = bench.discord.member({ guild: bench.guild });
  const theirs = bench.discord.interact({ kind: "modal", of: opened, member: stranger, fields: {} });
  await expect(theirs).rejects.toThrow("another member");
  await bench.when({ kind: "modal", of: opened, fields: { "campo 1": "Código Penal" } }, async (started) => {
    const components = [
      { type: 18, component: { type: 4, custom_id: "texto", value: "" } },
      { type: 18, component: { type: 3, custom_id: "doc", values: ["cp"] } },
    ];
    expect(started.data).toMatchObject({ data: { custom_id: "f", components } });
    await bench.callback(started, { type: 5 });
  });
});

test("from a list as many are chosen as it asks for", async () => {
  const options = ["a", "b", "c"].map((value) => ({ label: value.toUpperCase(), value }));
  const list = { type: 3, custom_id: "l", min_values: 1, max_values: 2, options };
  const users = { type: 5, custom_id: "u" };
  const off = { type: 3, custom_id: "off", disabled: true, options };
  const components = [list, users, off].map((one) => ({ type: 1, components: [one] }));
  const data = { content: "c", components };
  const outcome = await bench.when({}, (started) => bench.callback(started, { type: 4, data }));
  const message = outcome.message() ?? { id: "" };
  const { discord, member, channel } = bench;
  const choose = (customId: string, ...values: string[]) =>
    discord.interact({ kind: "select", member, channel, message, customId, values });
  await expect(choose("l")).rejects.toThrow("1 to 2 are chosen");
  await expect(choose("l", "a", "b", "c")).rejects.toThrow("1 to 2 are chosen");
  await expect(choose("l", "d")).rejects.toThrow("nothing called");
  await expect(choose("off", "a")).rejects.toThrow("disabled");
  await expect(choose("x", "a")).rejects.toThrow("no list");
  const chosen = (customId: string, values: string[], data: object) =>
    bench.when({ kind: "select", message, customId, values }, async (started) => {
      expect(started.data).toMatchObject({ type: 3, message: { id: message.id }, data });
      await bench.callback(started, { type: 6 });
    });
  await chosen("l", ["A", "b"], { component_type: 3, values: ["a", "b"] });
  const resolved = { users: { [member.id]: { id: member.id } }, members: { [member.id]: { roles: [] } } };
  await chosen("u", [member.id], { component_type: 5, values: [member.id], resolved });
});
