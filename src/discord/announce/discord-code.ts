import { z } from "zod";

const UNKNOWN_CHANNEL = 10_003;
const MISSING_ACCESS = 50_001;
const MISSING_PERMISSIONS = 50_013;
const RefusedSchema = z.object({ discordCode: z.number() });

/** Discord's own code of a refusal, null where it is none. */
export function discordCode(error: unknown): number | null {
  const parsed = RefusedSchema.safeParse(error);
  return parsed.success ? parsed.data.discordCode : null;
}

/** The channel is gone. */
export function isMissing(error: unknown): boolean {
  return discordCode(error) === UNKNOWN_CHANNEL;
}

/** The bot may not do it there. */
export function isRefused(error: unknown): boolean {
  const code = discordCode(error);
  return code === MISSING_ACCESS || code === MISSING_PERMISSIONS;
}
