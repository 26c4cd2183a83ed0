import type { FakeGuild, World } from "../world.ts";

/** The bot is thrown out of a guild, and sees nothing of it any more. */
export function removeGuild(world: World, guild: FakeGuild): void {
  for (const channel of [...world.channels.values()]) {
    if (channel.guildId !== guild.id) continue;
    world.channels.delete(channel.id);
    world.messages.delete(channel.id);
  }
  world.guilds.delete(guild.id);
  world.emit({ event: "GUILD_DELETE", data: { id: guild.id }, guildId: guild.id });
  world.touch();
}
