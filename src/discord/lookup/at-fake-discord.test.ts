import { afterAll, afterEach, beforeEach, expect, setDefaultTimeout, test } from "bun:test";
import { openSampleService } from "../../serving/testing/sample-service.ts";
import type { FakeMessage } from "../../testing/discord/fake-message.ts";
import { NOBODY, textOf } from "../../testing/discord/fake-message.ts";
import { type FakeDiscord, startFakeDiscord } from "../../testing/discord/start-fake-discord.ts";
import type { FakeChannel, FakeGuild, FakeUser } from "../../testing/discord/world.ts";
import { silentLog } from "../../testing/silent-log.ts";
import type { DiscordCommand } from "../command.ts";
import { articleCommand } from "../commands/article.ts";
import { documentsCommand, documentsPages } from "../commands/documents.ts";
import { createHelp } from "../commands/help.ts";
import { searchCommand } from "../commands/search.ts";
import { statusCommand } from "../commands/status.ts";
import { sumulaCommand } from "../commands/sumula.ts";
import { createDispatcher } from "../dispatch.ts";
import { createDiscordApi } from "../send/create-discord-api.ts";
import { createDiscordRest } from "../send/discord-rest.ts";
import { createFakeServices, type FakeServices } from "../testing/fake-services.ts";
import { createInteractionsHandler } from "../transport/http/create-interactions-handler.ts";
import { unitPages } from "./answer-with-unit.ts";
import { passagePages } from "./passage-pages.ts";

setDefaultTimeout(20_000);

const COMMANDS: DiscordCommand[] = [
  searchCommand,
  articleCommand,
  sumulaCommand,
  documentsCommand,
  statusCommand,
  createHelp(() => COMMANDS),
];
const sample = await openSampleService();
afterAll(() => sample.close());

let discord: FakeDiscord;
let guild: FakeGuild;
let channel: FakeChannel;
let member: FakeUser;
let other: FakeUser;
let fakes: FakeServices;
let endpoint: ReturnType<typeof Bun.serve>;

beforeEach(async () => {
  discord = await startFakeDiscord({ hasRateLimits: false });
  guild = discord.guild();
  channel = discord.channel({ guild });
  member = discord.member({ guild });
  other = discord.member({ guild });
  const rest = createDiscordRest({ api: `${discord.url}/api`, token: discord.token });
  await rest.call({
    method: "PUT",
    path: `/applications/${discord.applicationId}/commands`,
    doing: "register commands",
    body: COMMANDS.map(({ definition }) => definition),
  });
  fakes = createFakeServices({ operations: { budgetUsd: 2, spend: () => [] } });
  fakes.swap(sample);
  const services = { ...fakes, api: createDiscordApi(rest), applicationId: discord.applicationId };
  const { handle } = createDispatcher({
    commands: COMMANDS,
    components: [unitPages, passagePages, documentsPages],
    services,
  });
  const fetch = await createInteractionsHandler({
    applicationId: discord.applicationId,
    publicKeyHex: discord.publicKeyHex,
    rest,
    canEditLater: () => true,
    log: silentLog,
    handle,
  });
  endpoint = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch });
});
afterEach(async () => {
  fakes.close();
  await endpoint.stop(true);
  await discord.stop();
});

const via = () => ({ http: endpoint.url.href });

async function give(name: string, options: Record<string, string | number | boolean> = {}, locale = "pt-BR") {
  const outcome = await discord.interact({
    kind: "command",
    member,
    channel,
    name,
    options,
    locale,
    via: via(),
  });
  expect(outcome).toMatchObject({ failure: null, refused: null });
  return await outcome.untilMessage();
}
const press = (message: FakeMessage, button: string, who = member) =>
  discord.interact({ kind: "button", member: who, channel, message, button, via: via() });

test("every command is taken by Discord, answered, and pings nobody, in both languages", async () => {
  const given: [string, Record<string, string | number>, RegExp][] = [
    ["buscar", { texto: "uso de algemas @everyone" }, /algemas/],
    ["artigo", { lei: "LGPD", artigo: "5º, II" }, /dado pessoal sensível/],
    ["sumula", { tribunal: "vinculante", numero: "11" }, /Só é lícito o uso de algemas/],
    ["fontes", {}, /LGPD/],
    ["status", {}, /resta 100|100% of/],
    ["ajuda", {}, /artigo|article/],
  ];
  for (const locale of ["pt-BR", "en-GB"]) {
    for (const [name, options, words] of given) {
      const message = await give(name, options, locale);
      expect({ name, text: textOf(message) }).toEqual({ name, text: expect.stringMatching(words) });
      expect(message.pinged).toEqual(NOBODY);
    }
  }
  // Over HTTP an edit may overtake the answer that it changes (10015); it is made again.
  const refused = discord.calls.filter(({ status, code }) => (status ?? 0) >= 400 && code !== 10_015);
  expect(refused).toEqual([]);
});

test("what is offered while somebody types is taken by Discord, and a choice leads to its article", async () => {
  const type = async (focused: { name: string; value: string }, options: Record<string, string> = {}) => {
    const spec = {
      kind: "autocomplete",
      member,
      channel,
      name: "artigo",
      focused,
      options,
      via: via(),
    } as const;
    const outcome = await discord.interact(spec);
    expect(outcome).toMatchObject({ failure: null, refused: null });
    return (outcome.callback?.choices ?? []).map(({ name, value }) => ({ name, value: String(value) }));
  };
  const [law] = await type({ name: "lei", value: "proteção de d" });
  expect(law?.name).toContain("LGPD");
  const articles = await type(
    { name: "artigo", value: "portabilidade dos dados" },
    { lei: law?.value ?? "" },
  );
  expect(articles[0]?.name).toStartWith("Art. 18 – ");
  const message = await give("artigo", { lei: law?.value ?? "", artigo: articles[0]?.value ?? "" });
  expect(textOf(message)).toContain("Art. 18");
});

test("a long article is turned page by page by who asked; another member is given the page alone", async () => {
  let message = await give("artigo", { lei: "LGPD", artigo: "5" });
  const first = textOf(message);
  const copy = await press(message, "Próxima", other);
  expect(copy.failure).toBeNull();
  expect(textOf(message)).toBe(first);
  const turned = await press(message, "Próxima");
  expect(turned.failure).toBeNull();
  message = await turned.untilMessage((now) => textOf(now) !== first);
  expect(textOf(message)).toContain("Página 2");
});

test("passages are turned page by page", async () => {
  const message = await give("buscar", { texto: "prazo do mandado de segurança", quantidade: 20 });
  const before = textOf(message);
  const turned = await press(message, "Próxima");
  expect(textOf(await turned.untilMessage((now) => textOf(now) !== before))).toContain("Página 2");
});

test("what only the member may see, others do not", async () => {
  await give("status");
  await give("artigo", { lei: "LGPD", artigo: "1", privado: true });
  const public_ = discord.messages(channel.id).filter(({ visibleTo }) => visibleTo === null);
  expect(public_).toEqual([]);
});
