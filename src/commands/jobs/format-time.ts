/** `2026-03-01 07:00`, in a time zone; this machine's where none is named. */
function inZone(at: Date, timeZone?: string): string {
  // Sweden writes dates as ISO 8601 does.
  return new Intl.DateTimeFormat("sv-SE", {
    dateStyle: "short",
    timeStyle: "short",
    ...(timeZone ? { timeZone } : {}),
  }).format(at);
}

/** A time as this machine has it and in UTC, which schedules are in: `2026-03-01 07:00 (10:00 UTC)`. */
export function formatTime(at: Date, timeZone?: string): string {
  const [here, utc] = [inZone(at, timeZone), inZone(at, "UTC")];
  if (here === utc) return `${utc} UTC`;
  const isSameDay = here.slice(0, 10) === utc.slice(0, 10);
  return `${here} (${isSameDay ? utc.slice(11) : utc} UTC)`;
}
