import { z } from "zod";
import { DiscordError } from "../discord-error.ts";

/**
 * What Discord answered, as the program knows it.
 * @param what for the message of the error: "a channel"
 * @throws DiscordError `DISCORD_BAD_ANSWER`
 */
export function readAnswer<T>(schema: z.ZodType<T>, answer: unknown, what: string): T {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new DiscordError({
    code: "DISCORD_BAD_ANSWER",
    message: `Discord answered something that is not ${what}: ${z.prettifyError(parsed.error)}`,
    hint: "if it happens again, Discord has changed its API: look for a newer version of this program",
  });
}
