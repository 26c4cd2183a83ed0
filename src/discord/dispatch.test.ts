import { afterEach, beforeEach, expect, test } from "bun:test";
import { textOf } from "../testing/discord/fake-message.ts";
import type { ComponentHandler, DiscordCommand } from "./command.ts";
import { DiscordError } from "./discord-error.ts";
import { createDispatcher } from "./dispatch.ts";
import { createFakeResponder, type FakeResponder } from "./testing/fake-responder.ts";
import { createFakeServices, type FakeServices } from "./testing/fake-services.ts";
import { autocompleteInteraction, commandInteraction, componentInteraction } from "./testing/interactions.ts";

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
const followUp = ({ followUps: [first] }: FakeResponder) =>
  textOf({ content: "", embeds: [], components: [], ...first?.message });
const refusal = (discordCode: number) =>
  new DiscordError({ code: "X", message: "Discord refused to do it", hint: "h", discordCode, status: 403 });

test("a defect is told to the member alone, in their language, by a code that the log has too", async () => {
  const { handle, inFlight } = dispatcher([command("a", { run: () => Promise.reject(new Error("secret")) })]);
  for (const [language, words] of [
    ["pt-BR", "Algo deu errado"],
    ["en", "Something went wrong"],
  ] as const) {
    const respond = createFakeResponder();
    await handle(commandInteraction({ name: "a", language }), respond);
    expect([read(respond), respond.isEphemeral]).toEqual([expect.stringContaining(words), true]);
    expect(read(respond)).not.toContain("secret");
    const line = fakes.logged.at(-1);
    const id = line && "id" in line.fields ? String(line.fields.id) : "none";
    expect(line).toMatchObject({ level: "error", fields: { name: "a", err: expect.any(Error) } });
    expect(read(respond)).toContain(id);
  }
  expect(inFlight()).toBe(0);
});

test("the member is told by whichever way is still open", async () => {
  const fail = async () => {
    throw new Error("late defect");
  };
  const answers = dispatcher(
    [
      command("deferred", { run: (_, respond) => respond.defer({ ephemeral: false }).then(fail) }),
      command("replied", {
        run: (_, respond) => respond.reply({ content: "sim" }, { ephemeral: false }).then(fail),
      }),
    ],
    [{ prefix: "p", run: (_, respond) => respond.deferUpdate().then(fail) }],
  );
  const deferred = createFakeResponder();
  await answers.handle(commandInteraction({ name: "deferred" }), deferred);
  expect(read(deferred)).toContain("Algo deu errado");
  const replied = createFakeResponder();
  await answers.handle(commandInteraction({ name: "replied" }), replied);
  const pressed = createFakeResponder();
  await answers.handle(componentInteraction({ customId: "p:1:2" }), pressed);
  for (const respond of [replied, pressed])
    expect([followUp(respond), respond.followUps[0]?.ephemeral]).toEqual([
      expect.stringContaining("Algo deu errado"),
      true,
    ]);
  expect(replied.shown).toEqual({ content: "sim" });
});

test("a handler that throws at once, and a Discord that takes no apology, are nobody's fall", async () => {
  const throwing = command("a", {
    run() {
      throw new Error("at once");
    },
  });
  const { handle, inFlight } = dispatcher([throwing]);
  const respond = createFakeResponder({ failing: () => Promise.reject(refusal(50_000)) });
  await handle(commandInteraction({ name: "a" }), respond);
  expect(fakes.logged.map(({ message }) => message)).toEqual([
    "an interaction failed",
    "a member could not be told what went wrong",
  ]);
  expect(inFlight()).toBe(0);
});

test("a handler that never ends keeps no other waiting", async () => {
  const slow = command("slow", { run: () => new Promise<void>(() => undefined) });
  const quick = command("quick", {
    run: (_, respond) => respond.reply({ content: "já" }, { ephemeral: true }),
  });
  const { handle, inFlight } = dispatcher([slow, quick]);
  void handle(commandInteraction({ name: "slow" }), createFakeResponder());
  const respond = createFakeResponder();
  await handle(commandInteraction({ name: "quick" }), respond);
  expect([read(respond), inFlight()]).toEqual(["já", 1]);
});

test("a command, button or form of another version is said to be one", async () => {
  const { handle } = dispatcher([command("a", {})], [{ prefix: "page", run: async () => undefined }]);
  for (const interaction of [
    commandInteraction({ name: "b" }),
    componentInteraction({ customId: "pages:1" }),
    componentInteraction({ customId: "" }),
    commandInteraction({ name: "__proto__" }),
  ]) {
    const respond = createFakeResponder();
    await handle(interaction, respond);
    expect(read(respond)).toContain("Não funciona mais");
  }
});

test("choices that fail, or that nobody offers, are none", async () => {
  const failing = command("a", { complete: () => Promise.reject(new Error("no")) });
  const { handle } = dispatcher([failing, command("b", {})]);
  for (const name of ["a", "b", "unknown"]) {
    const respond = createFakeResponder();
    await handle(autocompleteInteraction({ name, focused: { name: "o", value: "" } }), respond);
    expect(respond.offered).toEqual([]);
  }
});

test("a bot that is stopping takes nothing more and says so, also to whom it breaks off", async () => {
  const begun = Promise.withResolvers<void>();
  const waits = command("a", {
    async run(_, respond, { signal }) {
      await respond.defer({ ephemeral: false });
      begun.resolve();
      await new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    },
  });
  const { handle } = dispatcher([waits]);
  const [broken, refused, typing] = [createFakeResponder(), createFakeResponder(), createFakeResponder()];
  const broke = handle(commandInteraction({ name: "a" }), broken);
  await begun.promise;
  fakes.stop();
  await broke;
  await handle(commandInteraction({ name: "a" }), refused);
  await handle(autocompleteInteraction({ name: "a", focused: { name: "o", value: "" } }), typing);
  expect([read(broken), read(refused)]).toEqual(Array(2).fill(expect.stringContaining("Reiniciando")));
  expect(typing.offered).toEqual([]);
});

test("whoever is still waiting at the end is apologised to, whatever their handler does", async () => {
  const deaf = command("a", {
    run: (_, respond) => respond.defer({ ephemeral: false }).then(() => new Promise(() => undefined)),
  });
  const { handle, apologize } = dispatcher([deaf]);
  const respond = createFakeResponder();
  void handle(commandInteraction({ name: "a" }), respond);
  const unreachable = createFakeResponder({
    failing: ({ method }) => (method === "edit" ? Promise.reject(refusal(10_015)) : undefined),
  });
  void handle(commandInteraction({ name: "a" }), unreachable);
  await Promise.resolve();
  await apologize();
  expect(read(respond)).toContain("Reiniciando");
  expect(fakes.logged).toMatchObject([{ level: "warn" }]);
});
