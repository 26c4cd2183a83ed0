import { afterEach, beforeEach, expect, test } from "bun:test";
import { Client, Events, GatewayIntentBits, MessageFlags } from "discord.js";
import type { FakeDiscord } from "./start-fake-discord.ts";
import { startFakeDiscord } from "./start-fake-discord.ts";

let discord: FakeDiscord;
let client: Client<true>;

beforeEach(async () => {
  discord = await startFakeDiscord();
  const intents = [
    GatewayIntentBits.Guilds,
    GatewayIntentBits.GuildMessages,
    GatewayIntentBits.DirectMessages,
  ];
  const starting = new Client({ intents, rest: { api: `${discord.url}/api` } });
  const ready = new Promise<Client<true>>((resolve) => starting.once(Events.ClientReady, resolve));
  discord.guild();
  await starting.login(discord.token);
  client = await ready;
});

afterEach(async () => {
  await client.destroy();
  await discord.stop();
});

function place() {
  const guild = discord.guild();
  return {
    guild,
    channel: discord.channel({ guild, name: "geral" }),
    member: discord.member({ guild, name: "ana" }),
  };
}

test("a command goes through the unmodified discord.js and back", async () => {
  const { channel, member } = place();
  await client.application.commands.create({
    name: "perguntar",
    description: "Pergunta à lei",
    options: [{ type: 3, name: "pergunta", description: "A pergunta", required: true, maxLength: 200 }],
  });
  client.on(Events.InteractionCreate, async (interaction) => {
    if (!interaction.isChatInputCommand()) return;
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    await interaction.editReply({
      content: `Sobre ${interaction.options.getString("pergunta")}`,
      files: [{ attachment: Buffer.from("a,b"), name: "a.csv" }],
    });
    await interaction.followUp({ content: "mais" });
  });
  const outcome = await discord.interact({
    kind: "command",
    member,
    channel,
    name: "perguntar",
    options: { pergunta: "o dano moral" },
  });
  expect(outcome.failure).toBeNull();
  expect(outcome.acknowledgedMs).toBeLessThan(3000);
  const reply = await outcome.untilMessage();
  expect(reply).toMatchObject({ content: "Sobre o dano moral", visibleTo: member.id });
  expect(reply.attachments.map(({ name, bytes }) => [name, new TextDecoder().decode(bytes)])).toEqual([
    ["a.csv", "a,b"],
  ]);
  const more = await discord.untilMessage(channel, ({ content }) => content === "mais");
  expect(more.visibleTo).toBeNull();
});

test("a member's message reaches the bot, with its content only where the bot is named", async () => {
  const { channel, member } = place();
  const heard: string[] = [];
  const both = new Promise<void>((resolve) =>
    client.on(Events.MessageCreate, (message) => {
      heard.push(message.content);
      if (heard.length === 2) resolve();
    }),
  );
  discord.say({ channel, author: member, content: "oi a todos" });
  discord.say({ channel, author: member, content: "o que é dolo?", mentions: [discord.world.bot] });
  await both;
  expect(heard).toEqual(["", `<@${discord.applicationId}> o que é dolo?`]);
});
