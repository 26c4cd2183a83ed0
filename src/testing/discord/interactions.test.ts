import { afterEach, beforeEach, expect, test } from "bun:test";
import { type REST, Routes } from "discord.js";
import type { InteractSpec } from "./client/interact-spec.ts";
import type { Outcome } from "./client/outcome.ts";
import { expectWrongFields, refusedBy, restClient } from "./rest-client.ts";
import { type FakeDiscord, startFakeDiscord } from "./start-fake-discord.ts";
import type { FakeChannel, FakeUser } from "./world.ts";

let discord: FakeDiscord;
let rest: REST;
let channel: FakeChannel;
let member: FakeUser;
let now: number;

beforeEach(async () => {
  now = Date.parse("2026-03-01T12:00:00Z");
  discord = await startFakeDiscord({ hasRateLimits: false, now: () => now });
  rest = restClient(discord);
  const guild = discord.guild();
  channel = discord.channel({ guild });
  member = discord.member({ guild });
  await rest.put(Routes.applicationCommands(discord.applicationId), {
    body: [
      {
        name: "perguntar",
        description: "d",
        options: [{ type: 3, name: "lei", description: "d", autocomplete: true }],
      },
    ],
  });
});

afterEach(() => discord.stop());

interface Started {
  id: string;
  token: string;
  data: Record<string, unknown>;
}

/** A member does something, and the bot answers by `respond`. */
async function when(
  spec: Partial<InteractSpec>,
  respond: (started: Started) => Promise<unknown>,
): Promise<Outcome> {
  const answered = Promise.withResolvers<void>();
  const stop = discord.world.onEvent(({ event, data }) => {
    if (event !== "INTERACTION_CREATE") return;
    stop();
    const { id, token } = data;
    if (typeof id !== "string" || typeof token !== "string") throw new Error("no id");
    respond({ id, token, data }).then(() => answered.resolve(), answered.reject);
  });
  const full = { kind: "command", name: "perguntar", member, channel, ...spec } as InteractSpec;
  const [outcome] = await Promise.all([discord.interact(full), answered.promise]);
  return outcome;
}

const callback = ({ id, token }: Started, body: object, query = "") =>
  rest.post(`${Routes.interactionCallback(id, token)}${query}` as `/${string}`, { body, auth: false });
const webhook = (token: string) => Routes.webhook(discord.applicationId, token);
const original = (token: string, id = "@original") => Routes.webhookMessage(discord.applicationId, token, id);
const edit = (token: string, body: object, id?: string) =>
  rest.patch(original(token, id), { body, auth: false });

test("a reply is what the member sees", async () => {
  const outcome = await when({}, (started) =>
    callback(started, { type: 4, data: { content: "pronto", flags: 64 } }),
  );
  expect(outcome).toMatchObject({ failure: null, callback: { type: 4, isEphemeral: true } });
  expect(outcome.message()).toMatchObject({ content: "pronto", visibleTo: member.id });
  const other = discord.member({ guild: discord.world.guilds.values().next().value ?? discord.guild() });
  expect(discord.messages(channel.id, other)).toEqual([]);
  expect(discord.messages(channel.id, member)).toHaveLength(1);
});

test("a second acknowledgement is 40060", async () => {
  await when({}, async (started) => {
    await callback(started, { type: 5 });
    expect(await refusedBy(callback(started, { type: 4, data: { content: "c" } }))).toMatchObject({
      status: 400,
      code: 40060,
    });
  });
});

test("an acknowledgement after three seconds is 10062, by Discord's clock", async () => {
  const outcome = await when({}, async (started) => {
    now += 3001;
    expect(await refusedBy(callback(started, { type: 5 }))).toMatchObject({ status: 404, code: 10062 });
  });
  expect(outcome).toMatchObject({ failure: "application did not respond", acknowledgedMs: null });
}, 10_000);

test("what was never started, or is not answered under its own token, is 10062", async () => {
  await when({}, async (started) => {
    const forged = { ...started, token: "x" };
    expect(await refusedBy(callback(forged, { type: 5 }))).toMatchObject({ code: 10062 });
    await callback(started, { type: 5 });
  });
});

test("a member who gets no answer is told so after three seconds", async () => {
  const startedMs = performance.now();
  const outcome = await when({}, async () => undefined);
  expect(outcome.failure).toBe("application did not respond");
  expect(performance.now() - startedMs).toBeGreaterThanOrEqual(2990);
}, 10_000);

test("the webhook is unknown before the acknowledgement, and its token lives fifteen minutes", async () => {
  await when({}, async (started) => {
    expect(await refusedBy(edit(started.token, { content: "c" }))).toMatchObject({
      status: 404,
      code: 10015,
    });
    await callback(started, { type: 5 });
    now += 15 * 60_000;
    await edit(started.token, { content: "c" });
    now += 1;
    expect(await refusedBy(edit(started.token, { content: "d" }))).toMatchObject({
      status: 401,
      code: 50027,
    });
    const followUp = rest.post(webhook(started.token), { body: { content: "e" }, auth: false });
    expect(await refusedBy(followUp)).toMatchObject({ status: 401, code: 50027 });
  });
});

test("a deferred reply is thinking until it is edited, and keeps for whom it is", async () => {
  const outcome = await when({}, (started) => callback(started, { type: 5, data: { flags: 64 } }));
  expect(outcome.message()).toMatchObject({ isLoading: true, visibleTo: member.id });
  await edit(outcome.interaction.token, { content: "resposta" });
  expect(await outcome.untilMessage()).toMatchObject({
    isLoading: false,
    visibleTo: member.id,
    content: "resposta",
    editedAtMs: null,
  });
});

test("the first follow-up after a deferral takes its place, the next one is a message of its own", async () => {
  const outcome = await when({}, (started) => callback(started, { type: 5, data: { flags: 64 } }));
  const { token } = outcome.interaction;
  await rest.post(webhook(token), { body: { content: "um" }, auth: false });
  await rest.post(webhook(token), { body: { content: "dois" }, auth: false });
  expect(discord.messages(channel.id).map(({ content, visibleTo }) => [content, visibleTo])).toEqual([
    ["um", member.id],
    ["dois", null],
  ]);
});

test("a follow-up is edited and deleted by its id, and then it is 10008", async () => {
  const outcome = await when({}, (started) => callback(started, { type: 4, data: { content: "um" } }));
  const { token } = outcome.interaction;
  await rest.post(webhook(token), { body: { content: "dois" }, auth: false });
  const id = outcome.messages()[1]?.id ?? "";
  await edit(token, { content: "três" }, id);
  expect(outcome.messages().map(({ content }) => content)).toEqual(["um", "três"]);
  await rest.delete(original(token, id), { auth: false });
  expect(await refusedBy(edit(token, { content: "c" }, id))).toMatchObject({ status: 404, code: 10008 });
  await rest.delete(original(token), { auth: false });
  expect(outcome.message()).toBeNull();
  expect(await refusedBy(rest.get(original(token), { auth: false }))).toMatchObject({ code: 10008 });
});

test("an interaction's webhook touches no message of another one", async () => {
  const first = await when({}, (started) => callback(started, { type: 4, data: { content: "um" } }));
  const second = await when({}, (started) => callback(started, { type: 4, data: { content: "dois" } }));
  const request = edit(second.interaction.token, { content: "x" }, first.message()?.id);
  expect(await refusedBy(request)).toMatchObject({ code: 10008 });
});

test("the callback's answer tells of the message only where it is asked to", async () => {
  await when({}, async (started) => {
    const body = await callback(started, { type: 4, data: { content: "c" } }, "?with_response=true");
    const message = { content: "c", author: { id: discord.applicationId } };
    expect(body).toMatchObject({ interaction: { id: started.id, type: 2 }, resource: { type: 4, message } });
  });
  expect(discord.calls.at(-1)).toMatchObject({ status: 200 });
  await when({}, (started) => callback(started, { type: 5 }));
  expect(discord.calls.at(-1)).toMatchObject({ status: 204, answer: undefined });
});

test("a reply that breaks a limit acknowledges nothing", async () => {
  await when({}, async (started) => {
    await expectWrongFields(callback(started, { type: 4, data: { content: "a".repeat(2001) } }), [
      "data.content[BASE_TYPE_MAX_LENGTH]",
    ]);
    expect(await refusedBy(callback(started, { type: 4, data: {} }))).toMatchObject({ code: 50006 });
    await callback(started, { type: 5 });
  });
});

test("each kind of interaction takes only its own answers", async () => {
  await when({}, async (started) => {
    for (const type of [1, 6, 7, 8])
      await expectWrongFields(callback(started, { type }), ["type[BASE_TYPE_CHOICES]"]);
    await callback(started, { type: 5 });
  });
  const focused = { name: "lei", value: "Có" };
  const typed = await when({ kind: "autocomplete", focused }, async (started) => {
    expect(started.data).toMatchObject({
      type: 4,
      data: { options: [{ ...focused, type: 3, focused: true }] },
    });
    await expectWrongFields(callback(started, { type: 5 }), ["type[BASE_TYPE_CHOICES]"]);
    const choices = (count: number) =>
      Array.from({ length: count }, (_, at) => ({ name: `n${at}`, value: "v" }));
    await expectWrongFields(callback(started, { type: 8, data: { choices: choices(26) } }), [
      "data.choices[BASE_TYPE_MAX_LENGTH]",
    ]);
    const numbers = [{ name: "n", value: 121 }];
    await expectWrongFields(callback(started, { type: 8, data: { choices: numbers } }), [
      "data.choices.0.value[STRING_TYPE_CONVERT]",
    ]);
    const long = [{ name: "a".repeat(101), value: "b".repeat(101) }];
    await expectWrongFields(callback(started, { type: 8, data: { choices: long } }), [
      "data.choices.0.name[BASE_TYPE_BAD_LENGTH]",
      "data.choices.0.value[BASE_TYPE_BAD_LENGTH]",
    ]);
    await callback(started, { type: 8, data: { choices: choices(25) } });
  });
  expect(typed.callback?.choices).toHaveLength(25);
});

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
  const outcome = await when({}, (started) => callback(started, { type: 4, data }));
  const message = outcome.message();
  if (!message) throw new Error("there is no message");
  return message;
}

test("a button's answer changes its message, at once or later", async () => {
  const message = await withButtons(64);
  const button = { kind: "button", message, button: "Avançar" } as const;
  await when(button, async (started) => {
    expect(started.data).toMatchObject({
      message: { id: message.id, flags: 64 },
      data: { custom_id: "page:1" },
    });
    await callback(started, { type: 7, data: { content: "página 1" } });
  });
  expect(message.content).toBe("página 1");
  const later = await when(button, async (started) => {
    await callback(started, { type: 6 });
    await edit(started.token, { content: "página 2", components: [] });
  });
  expect(later.message()).toBe(message);
  expect(message).toMatchObject({
    content: "página 2",
    components: [],
    history: ["página 0", "página 1", "página 2"],
  });
});

test("a button that is disabled, a link, gone or another member's is not pressed", async () => {
  const message = await withButtons(64);
  const press = (more: object) =>
    discord.interact({ kind: "button", member, channel, message, button: "Avançar", ...more });
  await expect(press({ button: "Voltar" })).rejects.toThrow("disabled");
  await expect(press({ button: "Lei" })).rejects.toThrow("only opens a page");
  await expect(press({ button: "Apagar" })).rejects.toThrow("no button");
  const guild = [...discord.world.guilds.values()][0] ?? discord.guild();
  await expect(press({ member: discord.member({ guild }) })).rejects.toThrow("another member");
  discord.deleteMessage(message);
  await expect(press({})).rejects.toThrow("not there");
});

test("a form is filled in within its own limits", async () => {
  const message = await withButtons();
  const input = { type: 4, custom_id: "motivo", label: "Motivo", style: 2, min_length: 3, max_length: 10 };
  const modal = { title: "t", custom_id: "why", components: [{ type: 1, components: [input] }] };
  const opened = await when({ kind: "button", message, button: "Avançar" }, async (started) => {
    const wrong = {
      title: "t".repeat(46),
      custom_id: "",
      components: [{ type: 1, components: [{ ...input, label: "l".repeat(46) }] }],
    };
    await expectWrongFields(callback(started, { type: 9, data: wrong }), [
      "data.custom_id[BASE_TYPE_BAD_LENGTH]",
      "data.title[BASE_TYPE_BAD_LENGTH]",
      "data.components.0.components.0.label[BASE_TYPE_BAD_LENGTH]",
    ]);
    const six = Array.from({ length: 6 }, (_, at) => ({
      type: 1,
      components: [{ ...input, custom_id: `c${at}` }],
    }));
    await expectWrongFields(callback(started, { type: 9, data: { ...modal, components: six } }), [
      "data.components[BASE_TYPE_BAD_LENGTH]",
    ]);
    await callback(started, { type: 9, data: modal });
  });
  const fill = (fields: Record<string, string>) =>
    discord.interact({ kind: "modal", of: opened, member, fields });
  await expect(fill({})).rejects.toThrow("required");
  await expect(fill({ Motivo: "ab" })).rejects.toThrow("too short");
  await expect(fill({ Motivo: "a".repeat(11) })).rejects.toThrow("too long");
  await expect(fill({ Outro: "abc" })).rejects.toThrow("no field");
  const sent = await when({ kind: "modal", of: opened, fields: { Motivo: "errado" } }, async (started) => {
    const value = { type: 4, custom_id: "motivo", value: "errado" };
    expect(started.data).toMatchObject({
      type: 5,
      message: { id: message.id },
      data: { custom_id: "why", components: [{ type: 1, components: [value] }] },
    });
    await expectWrongFields(callback(started, { type: 9, data: modal }), ["type[BASE_TYPE_CHOICES]"]);
    await callback(started, { type: 4, data: { content: "obrigado", flags: 64 } });
  });
  expect(sent.message()?.content).toBe("obrigado");
});

test("in a channel that was deleted meanwhile nothing can be answered", async () => {
  await when({}, async (started) => {
    await callback(started, { type: 5 });
    discord.deleteChannel(channel);
    expect(await refusedBy(edit(started.token, { content: "c" }))).toMatchObject({
      status: 404,
      code: 10003,
    });
  });
});

test("a reply in an archived thread cannot be edited", async () => {
  const thread = discord.channel({ type: "thread", parent: channel });
  await when({ channel: thread }, async (started) => {
    await callback(started, { type: 5 });
    if (thread.thread) thread.thread.isArchived = true;
    expect(await refusedBy(edit(started.token, { content: "c" }))).toMatchObject({ code: 50083 });
  });
});
