import { afterEach, beforeEach, expect, test } from "bun:test";
import { Routes } from "discord.js";
import { createInteractionBench, type InteractionBench } from "./interaction-bench.ts";
import { expectWrongFields, refusedBy } from "./rest-client.ts";

let bench: InteractionBench;

beforeEach(async () => {
  bench = await createInteractionBench();
});

afterEach(() => bench.discord.stop());

const webhook = (token: string) => Routes.webhook(bench.discord.applicationId, token);
const original = (token: string, id = "@original") =>
  Routes.webhookMessage(bench.discord.applicationId, token, id);

test("a reply is what the member sees", async () => {
  const outcome = await bench.when({}, (started) =>
    bench.callback(started, { type: 4, data: { content: "pronto", flags: 64 } }),
  );
  expect(outcome).toMatchObject({ failure: null, callback: { type: 4, isEphemeral: true } });
  expect(outcome.message()).toMatchObject({ content: "pronto", visibleTo: bench.member.id });
  const other = bench.discord.member({ guild: bench.guild });
  expect(bench.discord.messages(bench.channel.id, other)).toEqual([]);
  expect(bench.discord.messages(bench.channel.id, bench.member)).toHaveLength(1);
});

test("a second acknowledgement is 40060", async () => {
  await bench.when({}, async (started) => {
    await bench.callback(started, { type: 5 });
    expect(await refusedBy(bench.callback(started, { type: 4, data: { content: "c" } }))).toMatchObject({
      status: 400,
      code: 40060,
    });
  });
});

test("an acknowledgement after three seconds is 10062, by Discord's clock", async () => {
  const outcome = await bench.when({}, async (started) => {
    bench.clock.nowMs += 3001;
    expect(await refusedBy(bench.callback(started, { type: 5 }))).toMatchObject({ status: 404, code: 10062 });
  });
  expect(outcome).toMatchObject({ failure: "application did not respond", acknowledgedMs: null });
}, 10_000);

test("what was never started, or is not answered under its own token, is 10062", async () => {
  await bench.when({}, async (started) => {
    const forged = { ...started, token: "x" };
    expect(await refusedBy(bench.callback(forged, { type: 5 }))).toMatchObject({ code: 10062 });
    await bench.callback(started, { type: 5 });
  });
});

test("a member who gets no answer is told so after three seconds", async () => {
  const startedMs = performance.now();
  const outcome = await bench.when({}, async () => undefined);
  expect(outcome.failure).toBe("application did not respond");
  expect(performance.now() - startedMs).toBeGreaterThanOrEqual(2990);
}, 10_000);

test("the webhook is unknown before the acknowledgement, and its token lives fifteen minutes", async () => {
  await bench.when({}, async (started) => {
    expect(await refusedBy(bench.edit(started.token, { content: "c" }))).toMatchObject({
      status: 404,
      code: 10015,
    });
    await bench.callback(started, { type: 5 });
    bench.clock.nowMs += 15 * 60_000;
    await bench.edit(started.token, { content: "c" });
    bench.clock.nowMs += 1;
    expect(await refusedBy(bench.edit(started.token, { content: "d" }))).toMatchObject({
      status: 401,
      code: 50027,
    });
    const followUp = bench.rest.post(webhook(started.token), { body: { content: "e" }, auth: false });
    expect(await refusedBy(followUp)).toMatchObject({ status: 401, code: 50027 });
  });
});

test("a webhook of no interaction, or of another application, is unknown", async () => {
  const outcome = await bench.when({}, (started) => bench.callback(started, { type: 5 }));
  const other = Routes.webhookMessage("123456789012345678", outcome.interaction.token);
  for (const path of [original("x"), other])
    expect(await refusedBy(bench.rest.get(path, { auth: false }))).toMatchObject({
      status: 404,
      code: 10015,
    });
});

test("a deferred reply is thinking until it is edited, and keeps for whom it is", async () => {
  const outcome = await bench.when({}, (started) =>
    bench.callback(started, { type: 5, data: { flags: 64 } }),
  );
  expect(outcome.message()).toMatchObject({ isLoading: true, visibleTo: bench.member.id });
  await bench.edit(outcome.interaction.token, { content: "resposta" });
  expect(await outcome.untilMessage()).toMatchObject({
    isLoading: false,
    visibleTo: bench.member.id,
    content: "resposta",
    editedAtMs: null,
  });
});

test("the first follow-up after a deferral takes its place, the next one is a message of its own", async () => {
  const outcome = await bench.when({}, (started) =>
    bench.callback(started, { type: 5, data: { flags: 64 } }),
  );
  const { token } = outcome.interaction;
  await bench.rest.post(webhook(token), { body: { content: "um" }, auth: false });
  await bench.rest.post(webhook(token), { body: { content: "dois" }, auth: false });
  expect(
    bench.discord.messages(bench.channel.id).map(({ content, visibleTo }) => [content, visibleTo]),
  ).toEqual([
    ["um", bench.member.id],
    ["dois", null],
  ]);
});

test("a follow-up is edited and deleted by its id, and then it is 10008", async () => {
  const outcome = await bench.when({}, (started) =>
    bench.callback(started, { type: 4, data: { content: "um" } }),
  );
  const { token } = outcome.interaction;
  await bench.rest.post(webhook(token), { body: { content: "dois" }, auth: false });
  const id = outcome.messages()[1]?.id ?? "";
  await bench.edit(token, { content: "três" }, id);
  expect(outcome.messages().map(({ content }) => content)).toEqual(["um", "três"]);
  await bench.rest.delete(original(token, id), { auth: false });
  expect(await refusedBy(bench.edit(token, { content: "c" }, id))).toMatchObject({
    status: 404,
    code: 10008,
  });
  await bench.rest.delete(original(token), { auth: false });
  expect(outcome.message()).toBeNull();
  expect(await refusedBy(bench.rest.get(original(token), { auth: false }))).toMatchObject({ code: 10008 });
});

test("an interaction's webhook touches no message of another one", async () => {
  const first = await bench.when({}, (started) =>
    bench.callback(started, { type: 4, data: { content: "um" } }),
  );
  const second = await bench.when({}, (started) =>
    bench.callback(started, { type: 4, data: { content: "dois" } }),
  );
  const request = bench.edit(second.interaction.token, { content: "x" }, first.message()?.id);
  expect(await refusedBy(request)).toMatchObject({ code: 10008 });
});

test("the callback's answer tells of the message only where it is asked to", async () => {
  await bench.when({}, async (started) => {
    const body = await bench.callback(started, { type: 4, data: { content: "c" } }, "?with_response=true");
    const message = { content: "c", author: { id: bench.discord.applicationId } };
    expect(body).toMatchObject({ interaction: { id: started.id, type: 2 }, resource: { type: 4, message } });
  });
  expect(bench.discord.calls.at(-1)).toMatchObject({ status: 200 });
  await bench.when({}, (started) => bench.callback(started, { type: 5 }));
  expect(bench.discord.calls.at(-1)).toMatchObject({ status: 204, answer: undefined });
});

test("a reply that breaks a limit acknowledges nothing", async () => {
  await bench.when({}, async (started) => {
    await expectWrongFields(bench.callback(started, { type: 4, data: { content: "a".repeat(2001) } }), [
      "data.content[BASE_TYPE_MAX_LENGTH]",
    ]);
    expect(await refusedBy(bench.callback(started, { type: 4, data: {} }))).toMatchObject({ code: 50006 });
    await bench.callback(started, { type: 5 });
  });
});

test("each kind of interaction takes only its own answers", async () => {
  await bench.when({}, async (started) => {
    for (const type of [1, 6, 7, 8])
      await expectWrongFields(bench.callback(started, { type }), ["type[BASE_TYPE_CHOICES]"]);
    await bench.callback(started, { type: 5 });
  });
  const focused = { name: "lei", value: "Có" };
  const typed = await bench.when({ kind: "autocomplete", focused }, async (started) => {
    expect(started.data).toMatchObject({
      type: 4,
      data: { options: [{ ...focused, type: 3, focused: true }] },
    });
    await expectWrongFields(bench.callback(started, { type: 5 }), ["type[BASE_TYPE_CHOICES]"]);
    const choices = (count: number) =>
      Array.from({ length: count }, (_, at) => ({ name: `n${at}`, value: "v" }));
    await expectWrongFields(bench.callback(started, { type: 8, data: { choices: choices(26) } }), [
      "data.choices[BASE_TYPE_MAX_LENGTH]",
    ]);
    const numbers = [{ name: "n", value: 121 }];
    await expectWrongFields(bench.callback(started, { type: 8, data: { choices: numbers } }), [
      "data.choices.0.value[STRING_TYPE_CONVERT]",
    ]);
    const long = [{ name: "a".repeat(101), value: "b".repeat(101) }];
    await expectWrongFields(bench.callback(started, { type: 8, data: { choices: long } }), [
      "data.choices.0.name[BASE_TYPE_BAD_LENGTH]",
      "data.choices.0.value[BASE_TYPE_BAD_LENGTH]",
    ]);
    await bench.callback(started, { type: 8, data: { choices: choices(25) } });
  });
  expect(typed.callback?.choices).toHaveLength(25);
});

test("in a channel that was deleted before the first answer nothing can be acknowledged", async () => {
  await bench.when({}, async (started) => {
    bench.discord.deleteChannel(bench.channel);
    expect(await refusedBy(bench.callback(started, { type: 5 }))).toMatchObject({ status: 404, code: 10003 });
    bench.clock.nowMs += 3001; // too late, which ends the wait
    expect(await refusedBy(bench.callback(started, { type: 5 }))).toMatchObject({ code: 10062 });
  });
});

test("a reply for one member alone pings nobody", async () => {
  const data = { content: `<@${bench.member.id}>`, flags: 64 };
  const outcome = await bench.when({}, (started) => bench.callback(started, { type: 4, data }));
  expect(outcome.message()?.pinged.userIds).toEqual([]);
  await bench.edit(outcome.interaction.token, { content: `<@${bench.member.id}> de novo` });
  expect(outcome.message()?.pinged.userIds).toEqual([]);
});

test("in a channel that was deleted meanwhile nothing can be answered", async () => {
  await bench.when({}, async (started) => {
    await bench.callback(started, { type: 5 });
    bench.discord.deleteChannel(bench.channel);
    expect(await refusedBy(bench.edit(started.token, { content: "c" }))).toMatchObject({
      status: 404,
      code: 10003,
    });
    const followUp = bench.rest.post(webhook(started.token), { body: { content: "c" }, auth: false });
    expect(await refusedBy(followUp)).toMatchObject({ status: 404, code: 10003 });
  });
});

test("a reply in an archived thread cannot be edited", async () => {
  const thread = bench.discord.channel({ type: "thread", parent: bench.channel });
  await bench.when({ channel: thread }, async (started) => {
    await bench.callback(started, { type: 5 });
    if (thread.thread) thread.thread.isArchived = true;
    expect(await refusedBy(bench.edit(started.token, { content: "c" }))).toMatchObject({ code: 50083 });
  });
});
