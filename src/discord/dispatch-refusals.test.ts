import { afterEach, beforeEach, expect, test } from "bun:test";
import { textOf } from "../testing/discord/fake-message.ts";
import type { ComponentHandler, DiscordCommand } from "./command.ts";
import { DISCORD_CODES, DiscordError } from "./discord-error.ts";
import { createDispatcher } from "./dispatch.ts";
import type { Responder } from "./responder.ts";
import { createFakeResponder, type FakeResponder } from "./testing/fake-responder.ts";
import { createFakeServices, type FakeServices } from "./testing/fake-services.ts";
import { autocompleteInteraction, commandInteraction, modalInteraction } from "./testing/interactions.ts";

let fakes: FakeServices;
beforeEach(() => {
  fakes = createFakeServices();
});
afterEach(() => fakes.close());

function command(name: string, parts: Partial<DiscordCommand>): DiscordCommand {
  return { definition: { name, description: "d" }, run: async () => undefined, ...parts };
}
function dispatcher(commands: DiscordCommand[], components: ComponentHandler[] = []) {
  return createDispatcher({ commands, components, services: fakes });
}
const read = ({ shown }: FakeResponder) => textOf({ content: "", embeds: [], components: [], ...shown });
const refusal = (discordCode: number) =>
  new DiscordError({ code: "X", message: "Discord refused to do it", hint: "h", discordCode, status: 403 });

for (const [name, words] of Object.entries({
  unknownInteraction: null,
  unknownWebhook: null,
  invalidWebhookToken: null,
  alreadyAcknowledged: null,
  unknownChannel: "Não existe mais",
  unknownMessage: "Não existe mais",
  missingAccess: "Falta ao bot uma permissão",
  missingPermissions: "Falta ao bot uma permissão",
  invalidForm: "Algo deu errado",
} satisfies Record<keyof typeof DISCORD_CODES, string | null>)) {
  const isDefect = name === "invalidForm";
  test(`${name} is one line of the log and ${words === null ? "no more calls" : `“${words}”`}`, async () => {
    const code = DISCORD_CODES[name as keyof typeof DISCORD_CODES];
    const { handle } = dispatcher([command("a", { run: () => Promise.reject(refusal(code)) })]);
    const respond = createFakeResponder();
    await handle(commandInteraction({ name: "a" }), respond);
    expect(fakes.logged).toMatchObject([
      {
        level: isDefect ? "error" : "warn",
        fields: { discordCode: code, name: "a", id: expect.any(String) },
      },
    ]);
    if (words === null) expect(respond.attempts).toEqual([]);
    else expect(read(respond)).toContain(words);
  });
}

test("where the channel of the interaction itself is gone, nobody is told and nothing is a defect", async () => {
  const { handle } = dispatcher([command("a", { run: () => Promise.reject(refusal(10_003)) })]);
  const respond = createFakeResponder({ failing: () => Promise.reject(refusal(10_003)) });
  await handle(commandInteraction({ name: "a" }), respond);
  expect(fakes.logged.map(({ level }) => level)).toEqual(["warn", "warn"]);
});

test("a reply that is awaited does not go on thinking because Discord fails while it is told of a defect", async () => {
  const fails = (_: unknown, respond: Responder) =>
    respond.defer({ ephemeral: false }).then(() => Promise.reject(new Error("defect")));
  const { handle } = dispatcher([command("a", { run: fails })]);
  let left = 1;
  const unavailable = new DiscordError({ code: "DISCORD_UNAVAILABLE", message: "m", hint: "h", status: 500 });
  const respond = createFakeResponder({
    failing: ({ method }) => (method === "edit" && left-- > 0 ? Promise.reject(unavailable) : undefined),
  });
  await handle(commandInteraction({ name: "a" }), respond);
  expect(read(respond)).toContain("Algo deu errado");
});

test("no line of the log holds what a member asked, whatever becomes of it", async () => {
  const secret = "posso ser demitido grávida";
  const failures = [new Error("defect"), refusal(50_013), refusal(10_003), refusal(10_062), refusal(50_035)];
  const { handle } = dispatcher(
    failures.map((error, at) => command(`c${at}`, { run: () => Promise.reject(error) })),
    [{ prefix: "why", run: () => Promise.reject(new Error("defect")) }],
  );
  const options = { pergunta: secret };
  const target = { id: "1", channelId: "2", authorId: "3", content: secret };
  for (const [at] of [...failures, null].entries())
    await handle(commandInteraction({ name: `c${at}`, options, target }), createFakeResponder());
  const focused = { name: "pergunta", value: secret };
  await handle(autocompleteInteraction({ name: "c0", options, focused }), createFakeResponder());
  await handle(modalInteraction({ customId: "why:1", fields: { motivo: secret } }), createFakeResponder());
  await handle(modalInteraction({ customId: "gone:1", fields: { motivo: secret } }), createFakeResponder());
  expect(fakes.logged.length).toBeGreaterThanOrEqual(failures.length + 3);
  const written = JSON.stringify(fakes.logged, (_, value) =>
    value instanceof Error ? `${value.stack} ${value.cause}` : value,
  );
  expect(written).toContain("Error: defect");
  expect(written).not.toContain("demitido");
});
