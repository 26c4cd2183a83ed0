import type { Language } from "../language.ts";

/** A part of the table: the same keys in every language; `{name}` is filled in. */
export type MessageTable = Record<Language, Record<string, string>>;
