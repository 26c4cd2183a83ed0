/** Why a question is not taken now. */
export type GateRefusal =
  | { kind: "cooldown"; retryAfterMs: number }
  | { kind: "guild-busy" }
  | { kind: "busy" }
  | { kind: "stopping" };

/**
 * Lets questions in: one at a time a member with a pause between them, so many at once a guild (the rest of it waits its
 * turn, first come, first served), so many at once in all.
 */
export interface QuestionGate {
  /**
   * Waits for a place.
   * @param asker.cooldownMs the guild's own pause, in place of the common one
   * @throws the signal's reason where it was aborted
   */
  enter(
    asker: { userId: string; guildId: string | null; cooldownMs?: number },
    signal: AbortSignal,
  ): Promise<{ kind: "admitted"; leave(): void } | { kind: "refused"; refusal: GateRefusal }>;
}
