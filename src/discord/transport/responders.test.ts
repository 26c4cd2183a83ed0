import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { NOBODY } from "../../testing/discord/fake-message.ts";
import { createResponderBench, type ResponderBench, WITH_BUTTON } from "../testing/responder-bench.ts";

const PINGING = "@everyone @here <@42>";
const FORM = {
  custom_id: "more:form",
  title: "Motivo",
  components: [
    { type: 1 as const, components: [{ type: 4 as const, custom_id: "why", label: "Motivo", style: 1 }] },
  ],
};

let bench: ResponderBench;
afterEach(() => bench.stop());

for (const transport of ["gateway", "HTTP"] as const) {
  describe(`by ${transport}`, () => {
    beforeEach(async () => {
      bench = await createResponderBench(transport);
    });

    test("a reply, seen by all or by one, with its file, mentioning nobody", async () => {
      const file = { name: "a.csv", contentType: "text/csv", bytes: new TextEncoder().encode("é;1") };
      for (const ephemeral of [false, true])
        await bench.give((respond) => respond.reply({ content: PINGING, files: [file] }, { ephemeral }));
      expect(bench.seen()).toEqual([
        [PINGING, null],
        [PINGING, bench.member.id],
      ]);
      for (const { pinged, attachments } of bench.discord.messages(bench.channel.id)) {
        expect(pinged).toEqual(NOBODY);
        expect(attachments).toMatchObject([{ name: "a.csv", contentType: "text/csv", bytes: file.bytes }]);
      }
    });

    test("a deferral that is edited at once, seen by all or by one", async () => {
      for (const ephemeral of [false, true]) {
        const outcome = await bench.give(async (respond) => {
          await respond.defer({ ephemeral });
          return respond.edit({ content: PINGING });
        });
        expect(outcome.callback).toMatchObject({ type: 5, isEphemeral: ephemeral });
        const { id, channelId, pinged } = await outcome.untilMessage();
        expect(await bench.settled()).toEqual({ status: "fulfilled", value: { id, channelId } });
        expect(pinged).toEqual(NOBODY);
      }
      expect(bench.seen()).toEqual([
        [PINGING, null],
        [PINGING, bench.member.id],
      ]);
    });

    test("what is said after a reply, seen by all or by one, mentioning nobody", async () => {
      await bench.give(async (respond) => {
        await respond.reply({ content: "um" }, { ephemeral: false });
        await respond.followUp({ content: PINGING }, { ephemeral: true });
        return respond.followUp({ content: PINGING }, { ephemeral: false });
      });
      expect(await bench.settled()).toMatchObject({
        status: "fulfilled",
        value: { channelId: bench.channel.id },
      });
      expect(bench.seen()).toEqual([
        ["um", null],
        [PINGING, bench.member.id],
        [PINGING, null],
      ]);
      expect(bench.discord.messages(bench.channel.id).map(({ pinged }) => pinged)).toEqual(
        Array(3).fill(NOBODY),
      );
    });

    test("a button's message is changed at once, or later", async () => {
      await bench.press((respond) => respond.update({ content: "dois", components: [] }));
      expect(bench.discord.messages(bench.channel.id)).toMatchObject([{ content: "dois", components: [] }]);
      await bench.settled();
      await bench.press(async (respond) => {
        await respond.deferUpdate();
        return respond.edit({ content: PINGING });
      });
      await bench.settled();
      const [, message] = bench.discord.messages(bench.channel.id);
      // What an edit does not name stays as it is.
      expect(message).toMatchObject({ content: PINGING, components: WITH_BUTTON.components, pinged: NOBODY });
    });

    test("choices are offered", async () => {
      bench.answerBy((respond) => respond.choices([{ name: "Código Civil", value: "cc" }]));
      const focused = { name: "lei", value: "c" };
      const outcome = await bench.discord.interact({
        ...{ kind: "autocomplete", name: "eco", ...bench.place, focused },
      });
      expect(outcome.callback?.choices).toEqual([{ name: "Código Civil", value: "cc" }]);
    });

    test("a form is opened, and answered when it is sent", async () => {
      const opened = await bench.give((respond) => respond.modal(FORM));
      expect(opened.callback?.modal).toMatchObject({ title: "Motivo" });
      bench.answerBy((respond) => respond.reply({ content: "obrigado" }, { ephemeral: true }));
      await bench.discord.interact({
        kind: "modal",
        member: bench.member,
        of: opened,
        fields: { Motivo: "x" },
        via: bench.place.via,
      });
      expect(bench.seen()).toEqual([["obrigado", bench.member.id]]);
    });

    test("a second acknowledgement is a defect, and changes nothing", async () => {
      await bench.give(async (respond) => {
        await respond.reply({ content: "um" }, { ephemeral: false });
        await respond.defer({ ephemeral: true });
      });
      expect(await bench.settled()).toMatchObject({
        status: "rejected",
        reason: expect.objectContaining({ message: expect.stringContaining("replied, then deferred") }),
      });
      expect(bench.seen()).toEqual([["um", null]]);
    });

    test("what is over a limit is refused before it is sent, and can still be answered otherwise", async () => {
      await bench.give(async (respond) => {
        await respond.reply({ content: "x".repeat(2001) }, { ephemeral: false }).catch(() => undefined);
        const many = Array.from({ length: 26 }, () => ({ name: "n", value: "v" }));
        await respond.choices(many).catch(() => undefined);
        await respond.reply({ content: "curto" }, { ephemeral: false });
      });
      expect(bench.seen()).toEqual([["curto", null]]);
    });

    test("after fifteen minutes nothing can be said any more, which is told at once", async () => {
      const late = Promise.withResolvers<void>();
      await bench.give(async (respond) => {
        await respond.defer({ ephemeral: false });
        await late.promise;
        return respond.edit({ content: "tarde" });
      });
      bench.clock.nowMs = Date.now() + 15 * 60_000 + 1;
      const calls = bench.discord.calls.length;
      late.resolve();
      expect(await bench.settled()).toMatchObject({
        status: "rejected",
        reason: { code: "DISCORD_TOKEN_EXPIRED" },
      });
      expect(bench.discord.calls.length).toBe(calls + 1);
    });

    test("a message that was deleted meanwhile is told as such", async () => {
      const gone = Promise.withResolvers<void>();
      const outcome = await bench.give(async (respond) => {
        await respond.defer({ ephemeral: false });
        await gone.promise;
        return respond.edit({ content: "x" });
      });
      const message = outcome.message();
      if (message) bench.discord.deleteMessage(message);
      gone.resolve();
      expect(await bench.settled()).toMatchObject({
        status: "rejected",
        reason: { code: "DISCORD_NO_MESSAGE" },
      });
    });
  });
}

test("by the gateway, an acknowledgement that Discord finds too late is told as such", async () => {
  bench = await createResponderBench("gateway");
  await bench.give((respond) => {
    bench.clock.nowMs = Date.now() + 4000;
    return respond.reply({ content: "tarde" }, { ephemeral: false });
  });
  expect(await bench.settled()).toMatchObject({ status: "rejected", reason: { code: "DISCORD_TOO_LATE" } });
  expect(bench.seen()).toEqual([]);
});

test("by HTTP, what is said after an answer that Discord never took gives up within seconds", async () => {
  bench = await createResponderBench("HTTP");
  const beganMs = performance.now();
  const outcome = await bench.give(async (respond) => {
    bench.clock.nowMs = Date.now() + 4000;
    await respond.defer({ ephemeral: false });
    return respond.edit({ content: "tarde" });
  });
  expect(outcome).toMatchObject({ failure: "application did not respond", refused: { code: 10_062 } });
  expect(await bench.settled()).toMatchObject({
    status: "rejected",
    reason: { code: "DISCORD_TOKEN_EXPIRED" },
  });
  expect(performance.now() - beganMs).toBeLessThan(3000);
});
