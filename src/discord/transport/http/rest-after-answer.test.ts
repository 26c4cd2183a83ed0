import { expect, test } from "bun:test";
import { DISCORD_CODES, DiscordError } from "../../discord-error.ts";
import type { DiscordCall } from "../../send/discord-rest.ts";
import { restAfterAnswer } from "./rest-after-answer.ts";

const EDIT: DiscordCall = { method: "PATCH", path: "/webhooks/1/token/messages/@original", doing: "edit" };

function refusing(times: number, discordCode: number) {
  let calls = 0;
  const rest = {
    async call() {
      calls += 1;
      if (calls > times) return "edited";
      throw new DiscordError({ code: "DISCORD_REFUSED", message: "no", hint: "", discordCode });
    },
  };
  return { rest, calls: () => calls };
}

test("what is said before the first answer has arrived is said again", async () => {
  const { rest, calls } = refusing(3, DISCORD_CODES.unknownWebhook);
  const answeredMs = performance.now();
  expect(await restAfterAnswer(rest, () => answeredMs).call(EDIT)).toBe("edited");
  expect(calls()).toBe(4);
});

test("a webhook that is unknown long after the answer is gone, and another refusal is final", async () => {
  for (const [code, answeredMs] of [
    [DISCORD_CODES.unknownWebhook, performance.now() - 60_000],
    [DISCORD_CODES.unknownWebhook, null],
    [DISCORD_CODES.unknownMessage, performance.now()],
  ] as const) {
    const { rest, calls } = refusing(1, code);
    await expect(restAfterAnswer(rest, () => answeredMs).call(EDIT)).rejects.toThrow("no");
    expect(calls()).toBe(1);
  }
});
