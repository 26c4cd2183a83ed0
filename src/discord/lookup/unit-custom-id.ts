const PREFIX = "unit";
const CUSTOM_ID_MAX_CHARS = 100;
const HASH_CHARS = 16;

/** A page of a unit's text, as a button says it: nothing is kept for it, so it outlives every restart. */
export interface UnitPage {
  /** From 0. */
  page: number;
  /** Who asked: turns the page for all who see it. */
  userId: string;
  /** As `lookUp` takes it. */
  unit: string;
  law: string;
}

/**
 * Writes a button's id: at most 100 characters.
 * @param path of the document that holds the unit: stands for a law whose name is too long, by its hash
 */
export function writeUnitId({ page, userId, unit, law }: UnitPage, path: string): string {
  const head = `${PREFIX}:${page}:${userId}:${unit}:`;
  const named = `${head}=${law}`;
  return named.length <= CUSTOM_ID_MAX_CHARS ? named : `${head}~${hashOf(path)}`;
}

/** Null where it is no such id, or no document of these bears the hash. */
export function readUnitId(customId: string, paths: readonly string[]): UnitPage | null {
  const match = /^unit:(?<page>\d{1,4}):(?<userId>\d{1,20}):(?<unit>[^:]+):(?<how>[=~])(?<law>.+)$/su.exec(
    customId,
  );
  const { page, userId, unit, how, law: named } = match?.groups ?? {};
  if (!page || !userId || !unit || !named) return null;
  const law = how === "=" ? named : paths.find((path) => hashOf(path) === named);
  return law === undefined ? null : { page: Number(page), userId, unit, law };
}

function hashOf(path: string): string {
  return new Bun.CryptoHasher("sha256").update(path).digest("hex").slice(0, HASH_CHARS);
}
