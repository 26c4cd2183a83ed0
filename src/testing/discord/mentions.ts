import { NOBODY, type Pinged } from "./fake-message.ts";
import type { AllowedMentions } from "./forms/message-form.ts";
import { hasPermission } from "./permissions.ts";
import type { FakeChannel, World } from "./world.ts";

/** Whom a text names, whether that pings them or not. */
export function mentionedIn(content: string): {
  everyone: boolean;
  here: boolean;
  userIds: string[];
  roleIds: string[];
} {
  const ids = (pattern: RegExp) => [
    ...new Set([...content.matchAll(pattern)].map((found) => found[1] ?? "")),
  ];
  return {
    everyone: content.includes("@everyone"),
    here: content.includes("@here"),
    userIds: ids(/<@!?(\d{15,21})>/g),
    roleIds: ids(/<@&(\d{15,21})>/g),
  };
}

/**
 * Whom a message pings: those it names as far as `allowed` and the author's permissions let it. Without `allowed` all
 * do. What stands in code or behind a backslash counts too, which is stricter than Discord. Embeds ping nobody.
 */
export function pingedBy(options: {
  world: World;
  channel: FakeChannel;
  authorId: string;
  content: string;
  allowed: AllowedMentions | null;
  /** Who wrote the message that this one replies to. */
  repliedUserId: string | null;
}): Pinged {
  const { world, channel, authorId, content, allowed, repliedUserId } = options;
  const named = mentionedIn(content);
  const parses = (what: "everyone" | "users" | "roles") =>
    allowed === null || allowed.parse?.includes(what) === true;
  const mayAll = hasPermission(world, channel, authorId, "MentionEveryone");
  const guild = channel.guildId === null ? null : (world.guilds.get(channel.guildId) ?? null);
  const repliedIsPinged = repliedUserId !== null && (allowed === null || allowed.replied_user === true);
  const users = named.userIds.filter((id) => parses("users") || allowed?.users?.includes(id) === true);
  return {
    everyone: named.everyone && parses("everyone") && mayAll && guild !== null,
    here: named.here && parses("everyone") && mayAll && guild !== null,
    userIds: [...new Set([...users, ...(repliedIsPinged ? [repliedUserId] : [])])].filter((id) =>
      world.users.has(id),
    ),
    roleIds: named.roleIds.filter((id) => {
      const role = guild?.roles.find((one) => one.id === id);
      return (
        role && (role.isMentionable || mayAll) && (parses("roles") || allowed?.roles?.includes(id) === true)
      );
    }),
  };
}

export function isNobody(pinged: Pinged): boolean {
  return JSON.stringify(pinged) === JSON.stringify(NOBODY);
}
