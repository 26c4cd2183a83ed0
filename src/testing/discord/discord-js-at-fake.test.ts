import { afterEach, beforeEach, expect, test } from "bun:test";
import {
  ActionRowBuilder,
  ApplicationCommandType,
  ButtonBuilder,
  ButtonStyle,
  Client,
  Events,
  GatewayIntentBits,
  MessageFlags,
  ModalBuilder,
  StringSelectMenuBuilder,
  TextInputBuilder,
  TextInputStyle,
} from "discord.js";
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

test("buttons, lists and forms go through the unmodified discord.js", async () => {
  const { channel, member } = place();
  client.on(Events.MessageCreate, async (message) => {
    if (message.author.bot) return;
    const button = new ButtonBuilder().setCustomId("why").setLabel("Por quê?").setStyle(ButtonStyle.Primary);
    const list = new StringSelectMenuBuilder()
      .setCustomId("doc")
      .addOptions({ label: "Código Penal", value: "cp" });
    await message.reply({
      content: "?",
      components: [
        new ActionRowBuilder<ButtonBuilder>().addComponents(button),
        new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(list),
      ],
    });
  });
  client.on(Events.InteractionCreate, async (interaction) => {
    if (interaction.isButton()) {
      const input = new TextInputBuilder()
        .setCustomId("motivo")
        .setLabel("Motivo")
        .setStyle(TextInputStyle.Short);
      const row = new ActionRowBuilder<TextInputBuilder>().addComponents(input);
      await interaction.showModal(
        new ModalBuilder().setCustomId("form").setTitle("Por quê?").addComponents(row),
      );
    }
    if (interaction.isModalSubmit())
      await interaction.reply({
        content: interaction.fields.getTextInputValue("motivo"),
        flags: MessageFlags.Ephemeral,
      });
    if (interaction.isStringSelectMenu())
      await interaction.update({ content: interaction.values.join(), components: [] });
  });
  discord.say({ channel, author: member, content: "oi" });
  const message = await discord.untilMessage(channel, ({ authorId }) => authorId === discord.applicationId);
  expect(message.pinged.userIds).toEqual([member.id]);
  const opened = await discord.interact({ kind: "button", member, channel, message, button: "Por quê?" });
  const sent = await discord.interact({ kind: "modal", of: opened, member, fields: { Motivo: "errado" } });
  expect(sent.message()).toMatchObject({ content: "errado", visibleTo: member.id });
  await discord.interact({
    kind: "select",
    member,
    channel,
    message,
    customId: "doc",
    values: ["Código Penal"],
  });
  expect(message).toMatchObject({ content: "cp", components: [] });
});

test("autocomplete and threads go through the unmodified discord.js", async () => {
  const { guild, channel, member } = place();
  const option = { type: 3, name: "artigo", description: "d", autocomplete: true } as const;
  await client.application.commands.create({ name: "artigo", description: "d", options: [option] });
  client.on(Events.InteractionCreate, async (interaction) => {
    if (interaction.isAutocomplete())
      await interaction.respond([{ name: interaction.options.getFocused(), value: "121" }]);
  });
  client.on(Events.ThreadCreate, async (thread) => {
    if (thread.ownerId !== client.user.id) await thread.send("olá");
  });
  client.on(Events.MessageCreate, async (message) => {
    if (message.channelId !== channel.id || message.author.bot) return;
    const thread = await message.startThread({ name: "conversa" });
    await thread.send("aqui");
  });
  const focused = { name: "artigo", value: "hom" };
  const typed = await discord.interact({ kind: "autocomplete", member, channel, name: "artigo", focused });
  expect(typed.callback?.choices).toEqual([{ name: "hom", value: "121" }]);
  const said = discord.say({ channel, author: member, content: "oi" });
  expect(await discord.untilMessage(said)).toMatchObject({ content: "aqui" });
  const forum = discord.channel({ guild, type: "forum" });
  const { thread } = discord.post({ forum, author: member, title: "dolo", content: "o que é?" });
  expect(await discord.untilMessage(thread, ({ content }) => content === "olá")).toBeDefined();
});

test("after an outage the client is back, and hears what was said meanwhile", async () => {
  const { channel, member } = place();
  const heard = new Promise<string>((resolve) => client.once(Events.MessageCreate, ({ id }) => resolve(id)));
  const over = discord.outage(400);
  await expect(fetch(`${discord.url}/api/v10/gateway`)).rejects.toThrow();
  const said = discord.say({ channel, author: member, content: "ainda aí?" });
  await over;
  expect(await heard).toBe(said.id);
  expect((await fetch(`${discord.url}/api/v10/gateway`)).status).toBe(200);
  const drops = discord.gateway.history.filter(({ kind }) => kind === "closed");
  expect(drops.length).toBeGreaterThanOrEqual(1);
});

test("a command of a message's menu goes through the unmodified discord.js", async () => {
  const { channel, member } = place();
  await client.application.commands.create({
    type: ApplicationCommandType.Message,
    name: "Responder com a lei",
  });
  client.on(Events.InteractionCreate, async (interaction) => {
    if (interaction.isMessageContextMenuCommand())
      await interaction.reply(`> ${interaction.targetMessage.content}`);
  });
  const message = discord.say({ channel, author: member, content: "o que é dolo?" });
  const outcome = await discord.interact({
    kind: "message-command",
    member,
    channel,
    name: "Responder com a lei",
    message,
  });
  expect(outcome.message()?.content).toBe("> o que é dolo?");
});
