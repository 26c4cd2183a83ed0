const DISCORD_EPOCH_MS = 1_420_070_400_000n;

/** Makes Discord's ids, whose upper bits are the time, each greater than the one before it. */
export function createSnowflakes(now: () => number): () => string {
  let last = 0n;
  return () => {
    const fromClock = (BigInt(Math.floor(now())) - DISCORD_EPOCH_MS) << 22n;
    last = fromClock > last ? fromClock : last + 1n;
    return last.toString();
  };
}
