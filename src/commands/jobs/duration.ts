const UNIT_SECONDS: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** `90s`, `30m`, `2h`, `1d`, `1h30m`, or seconds alone; null for anything else, and for nothing at all. */
export function parseDurationSeconds(text: string): number | null {
  if (/^\d{1,9}$/.test(text)) return Number(text) || null;
  if (!/^(?:\d{1,6}[smhd])+$/.test(text)) return null;
  let seconds = 0;
  for (const [, count, unit] of text.matchAll(/(\d+)([smhd])/g))
    seconds += Number(count) * (UNIT_SECONDS[unit ?? ""] ?? 0);
  return seconds || null;
}

/** `45 s`, `3 min 20 s`, `2 h 5 min`: as exact as one wants to know it. */
export function formatDuration(durationMs: number): string {
  const seconds = Math.max(0, Math.round(durationMs / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
