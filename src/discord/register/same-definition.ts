/** What Discord adds to a command, or tells in the language of whoever asks. */
const ADDED = new Set([
  "id",
  "application_id",
  "guild_id",
  "version",
  "default_permission",
  "name_localized",
  "description_localized",
]);
/** What a command is where nothing is said. */
const DEFAULTS: Readonly<Record<string, unknown>> = {
  type: 1,
  nsfw: false,
  dm_permission: true,
  description: "",
  required: false,
  autocomplete: false,
};

/** Whether a command is there in the same words, whatever Discord has added, left out or put in another order. */
export function isSameDefinition(wanted: unknown, there: unknown): boolean {
  return Bun.deepEquals(normalize(wanted), normalize(there));
}

function normalize(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normalize);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value)
    .filter(([key, inner]) => !ADDED.has(key) && !isNothing(key, inner))
    .map(([key, inner]) => [key, isSet(key) ? sorted(inner) : normalize(inner)] as const);
  return Object.fromEntries(kept.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function isNothing(key: string, value: unknown): boolean {
  if (value === null || value === undefined || value === DEFAULTS[key]) return true;
  // Installed to guilds: what is meant where nothing is said.
  if (key === "integration_types") return Bun.deepEquals(value, [0]);
  return typeof value === "object" && Object.keys(value).length === 0;
}

const isSet = (key: string) => ["contexts", "integration_types", "channel_types"].includes(key);

function sorted(value: unknown): unknown {
  return Array.isArray(value) ? value.toSorted() : value;
}
