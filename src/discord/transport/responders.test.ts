import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import type { Via } from "../../testing/discord/client/interact-spec.ts";
import { type FakeMessage, NOBODY } from "../../testing/discord/fake-message.ts";
import type { DiscordCommand } from "../command.ts";
import type { OutgoingMessage } from "../outgoing-message.ts";
import type { Responder } from "../responder.ts";
import { type BotBench, createBotBench } from "../testing/bot-bench.ts";

/** For so long an answer over HTTP is on its way: whatever is said at once overtakes it. */
const ON_ITS_WAY_MS = 100;
const PINGING = "@everyone @here <@42>";
const BUTTON = { type: 2, style: 2, label: "Mais", custom_id: "more:1" } as const;
const WITH_BUTTON: OutgoingMessage = { content: "um", components: [{ type: 1, components: [BUTTON] }] };
const FORM = {
  custom_id: "more:form",
  title: "Motivo",
  components: [
    { type: 1 as const, components: [{ type: 4 as const, custom_id: "why", label: "Motivo", style: 1 }] },
  ],
};

let clock: { nowMs: number | null };
let bench: BotBench;
/** What the bot does with whatever comes next, and what came of it. */
let answer: (respond: Responder) => Promise<unknown>;
let outcomes: PromiseSettledResult<unknown>[];

async function run(_: unknown, respond: Responder): Promise<void> {
  outcomes.push(...(await Promise.allSettled([answer(respond)])));
}
const command: DiscordCommand = {
  definition: {
    name: "eco",
    description: "d",
    options: [{ type: 3, name: "lei", description: "d", autocomplete: true }],
  },
  run,
  complete: run,
};

beforeEach(async () => {
  clock = { nowMs: null };
  outcomes = [];
  bench = await createBotBench({
    commands: [command],
    components: [{ prefix: "more", run }],
    fake: { now: () => clock.nowMs ?? Date.now(), httpAnswerDelayMs: ON_ITS_WAY_MS, hasRateLimits: true },
  });
  await bench.bot.ready;
});
afterEach(() => bench.stop());

/** What the bot's calls came to, as soon as all of them have ended. */
async function settled(): Promise<PromiseSettledResult<unknown> | undefined> {
  await bench.untilTrue(() => outcomes.length > 0);
  return outcomes.shift();
}

const place = () => ({ member: bench.member, channel: bench.channel });

for (const transport of ["gateway", "HTTP"] as const) {
  const via = (): Via => (transport === "gateway" ? "gateway" : { http: bench.endpoint });
  const give = (how: typeof answer) => {
    answer = how;
    return bench.discord.interact({ kind: "command", name: "eco", ...place(), via: via() });
  };
  const press = (message: FakeMessage, how: typeof answer) => {
    answer = how;
    return bench.discord.interact({ kind: "button", ...place(), message, button: "Mais", via: via() });
  };
  const withButton = async () =>
    (await give((r) => r.reply(WITH_BUTTON, { ephemeral: false }))).untilMessage();
  const pressed = async (how: typeof answer) => {
    const message = await withButton();
    await settled();
    return await press(message, how);
  };
  const seen = () =>
    bench.discord.messages(bench.channel.id).map(({ content, visibleTo }) => [content, visibleTo]);

  describe(`by ${transport}`, () => {
    test("a reply, seen by all or by one, with its file, mentioning nobody", async () => {
      const file = { name: "a.csv", contentType: "text/csv", bytes: new TextEncoder().encode("é;1") };
      for (const ephemeral of [false, true])
        await give((respond) => respond.reply({ content: PINGING, files: [file] }, { ephemeral }));
      expect(seen()).toEqual([
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
        const outcome = await give(async (respond) => {
          await respond.defer({ ephemeral });
          return respond.edit({ content: PINGING });
        });
        expect(outcome.callback).toMatchObject({ type: 5, isEphemeral: ephemeral });
        const { id, channelId, pinged } = await outcome.untilMessage();
        expect(await settled()).toEqual({ status: "fulfilled", value: { id, channelId } });
        expect(pinged).toEqual(NOBODY);
      }
      expect(seen()).toEqual([
        [PINGING, null],
        [PINGING, bench.member.id],
      ]);
    });

    test("what is said after a reply, seen by all or by one, mentioning nobody", async () => {
      await give(async (respond) => {
        await respond.reply({ content: "um" }, { ephemeral: false });
        await respond.followUp({ content: PINGING }, { ephemeral: true });
        return respond.followUp({ content: PINGING }, { ephemeral: false });
      });
      expect(await settled()).toMatchObject({ status: "fulfilled", value: { channelId: bench.channel.id } });
      expect(seen()).toEqual([
        ["um", null],
        [PINGING, bench.member.id],
        [PINGING, null],
      ]);
      expect(bench.discord.messages(bench.channel.id).map(({ pinged }) => pinged)).toEqual(
        Array(3).fill(NOBODY),
      );
    });

    test("a button's message is changed at once, or later", async () => {
      await pressed((respond) => respond.update({ content: "dois", components: [] }));
      expect(bench.discord.messages(bench.channel.id)).toMatchObject([{ content: "dois", components: [] }]);
      await settled();
      await pressed(async (respond) => {
        await respond.deferUpdate();
        return respond.edit({ content: PINGING });
      });
      await settled();
      const [, message] = bench.discord.messages(bench.channel.id);
      // What an edit does not name stays as it is.
      expect(message).toMatchObject({ content: PINGING, components: WITH_BUTTON.components, pinged: NOBODY });
    });

    test("choices are offered", async () => {
      answer = (respond) => respond.choices([{ name: "Código Civil", value: "cc" }]);
      const focused = { name: "lei", value: "c" };
      const outcome = await bench.discord.interact({
        ...{ kind: "autocomplete", name: "eco", ...place(), focused, via: via() },
      });
      expect(outcome.callback?.choices).toEqual([{ name: "Código Civil", value: "cc" }]);
    });

    test("a form is opened, and answered when it is sent", async () => {
      const opened = await give((respond) => respond.modal(FORM));
      expect(opened.callback?.modal).toMatchObject({ title: "Motivo" });
      answer = (respond) => respond.reply({ content: "obrigado" }, { ephemeral: true });
      await bench.discord.interact({
        kind: "modal",
        member: bench.member,
        of: opened,
        fields: { Motivo: "x" },
        via: via(),
      });
      expect(seen()).toEqual([["obrigado", bench.member.id]]);
    });

    test("a second acknowledgement is a defect, and changes nothing", async () => {
      await give(async (respond) => {
        await respond.reply({ content: "um" }, { ephemeral: false });
        await respond.defer({ ephemeral: true });
      });
      expect(await settled()).toMatchObject({
        status: "rejected",
        reason: expect.objectContaining({ message: expect.stringContaining("replied, then deferred") }),
      });
      expect(seen()).toEqual([["um", null]]);
    });

    test("what is over a limit is refused before it is sent, and can still be answered otherwise", async () => {
      await give(async (respond) => {
        await respond.reply({ content: "x".repeat(2001) }, { ephemeral: false }).catch(() => undefined);
        const many = Array.from({ length: 26 }, () => ({ name: "n", value: "v" }));
        await respond.choices(many).catch(() => undefined);
        await respond.reply({ content: "curto" }, { ephemeral: false });
      });
      expect(seen()).toEqual([["curto", null]]);
    });

    test("after fifteen minutes nothing can be said any more, which is told at once", async () => {
      const late = Promise.withResolvers<void>();
      await give(async (respond) => {
        await respond.defer({ ephemeral: false });
        await late.promise;
        return respond.edit({ content: "tarde" });
      });
      clock.nowMs = Date.now() + 15 * 60_000 + 1;
      const calls = bench.discord.calls.length;
      late.resolve();
      expect(await settled()).toMatchObject({
        status: "rejected",
        reason: { code: "DISCORD_TOKEN_EXPIRED" },
      });
      expect(bench.discord.calls.length).toBe(calls + 1);
    });

    test("a message that was deleted meanwhile is told as such", async () => {
      const gone = Promise.withResolvers<void>();
      const outcome = await give(async (respond) => {
        await respond.defer({ ephemeral: false });
        await gone.promise;
        return respond.edit({ content: "x" });
      });
      const message = outcome.message();
      if (message) bench.discord.deleteMessage(message);
      gone.resolve();
      expect(await settled()).toMatchObject({ status: "rejected", reason: { code: "DISCORD_NO_MESSAGE" } });
    });
  });
}

test("by the gateway, an acknowledgement that Discord finds too late is told as such", async () => {
  answer = (respond) => {
    clock.nowMs = Date.now() + 4000;
    return respond.reply({ content: "tarde" }, { ephemeral: false });
  };
  await bench.discord.interact({ kind: "command", name: "eco", ...place() });
  expect(await settled()).toMatchObject({ status: "rejected", reason: { code: "DISCORD_TOO_LATE" } });
  expect(bench.discord.messages(bench.channel.id)).toEqual([]);
});

test("by HTTP, what is said after an answer that Discord never took gives up within seconds", async () => {
  answer = async (respond) => {
    clock.nowMs = Date.now() + 4000;
    await respond.defer({ ephemeral: false });
    return respond.edit({ content: "tarde" });
  };
  const beganMs = performance.now();
  const via = { http: bench.endpoint };
  const outcome = await bench.discord.interact({ kind: "command", name: "eco", ...place(), via });
  expect(outcome).toMatchObject({ failure: "application did not respond", refused: { code: 10_062 } });
  expect(await settled()).toMatchObject({ status: "rejected", reason: { code: "DISCORD_TOKEN_EXPIRED" } });
  expect(performance.now() - beganMs).toBeLessThan(3000);
});
