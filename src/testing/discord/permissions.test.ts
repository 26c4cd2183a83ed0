import "../property-seed.ts";
import { afterAll, beforeAll, expect, test } from "bun:test";
import { Client, Events, GatewayIntentBits, PermissionFlagsBits } from "discord.js";
import fc from "fast-check";
import { channelPermissions, type PermissionName } from "./permissions.ts";
import { type FakeDiscord, startFakeDiscord } from "./start-fake-discord.ts";

let discord: FakeDiscord;
let client: Client<true>;

beforeAll(async () => {
  discord = await startFakeDiscord();
  const starting = new Client({ intents: [GatewayIntentBits.Guilds], rest: { api: `${discord.url}/api` } });
  const ready = new Promise<Client<true>>((resolve) => starting.once(Events.ClientReady, resolve));
  await starting.login(discord.token);
  client = await ready;
});

afterAll(async () => {
  await client.destroy();
  await discord.stop();
});

const NAMES: PermissionName[] = [
  "ViewChannel",
  "SendMessages",
  "EmbedLinks",
  "ManageMessages",
  "Administrator",
];
const names = fc.subarray(NAMES);
const exceptions = fc.record({
  allow: fc.subarray(NAMES.slice(0, 4)),
  deny: fc.subarray(NAMES.slice(0, 4)),
});

test("what the bot may do in a channel is what discord.js computes of the same roles and overwrites", async () => {
  const situation = fc.record({
    everyone: names,
    bot: names,
    forEveryone: exceptions,
    forRole: exceptions,
    forBot: exceptions,
  });
  await fc.assert(
    fc.asyncProperty(situation, async ({ everyone, bot, forEveryone, forRole, forBot }) => {
      const guild = discord.guild({ everyone: ["ViewChannel"], bot: ["Administrator"] });
      const [first, own] = guild.roles;
      if (!first || !own) throw new Error("a guild has two roles");
      const bits = (list: readonly PermissionName[]) =>
        list.reduce((all, name) => all | PermissionFlagsBits[name], 0n);
      first.permissions = bits(everyone);
      own.permissions = bits(bot);
      const others = { [own.id]: forRole };
      const known = new Promise<void>((resolve) => client.once(Events.ChannelCreate, () => resolve()));
      // discord.js hears of the roles with the guild, and a guild that is told again is read again
      const { id } = guild;
      discord.gateway.dispatch("GUILD_ROLE_UPDATE", {
        guild_id: id,
        role: { ...roleOf(first), permissions: first.permissions.toString() },
      });
      discord.gateway.dispatch("GUILD_ROLE_UPDATE", {
        guild_id: id,
        role: { ...roleOf(own), permissions: own.permissions.toString() },
      });
      const channel = discord.channel({ guild, everyone: forEveryone, bot: forBot, others });
      await known;
      const found = client.channels.cache.get(channel.id);
      if (!found || found.isDMBased()) throw new Error("the client does not know the channel");
      const theirs = found.permissionsFor(client.user.id)?.bitfield ?? 0n;
      const isVisible = (theirs & PermissionFlagsBits.ViewChannel) !== 0n;
      expect(channelPermissions(discord.world, channel, client.user.id)).toBe(isVisible ? theirs : 0n);
    }),
    { numRuns: 100 },
  );
});

function roleOf({ id, name }: { id: string; name: string }) {
  return { id, name, color: 0, hoist: false, position: 0, managed: false, mentionable: false, flags: 0 };
}
