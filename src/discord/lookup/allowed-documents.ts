import { isHashKey } from "../../retrieval/document-scope.ts";
import type { Choice, LookUps } from "../../serving/look-ups.ts";
import { narrowDocuments } from "../asking/narrow-documents.ts";

/** What of an index may be looked into where somebody asks. */
export interface AllowedDocuments {
  /** Paths, and folders that end in `/`; empty: all. */
  documents: readonly string[];
  allows(path: string): boolean;
  /** Whether any document that goes by this name, path or choice's value may be. */
  allowsNamed(name: string): boolean;
  /** Those of which something may be looked into. */
  choices(offered: readonly Choice[]): Choice[];
}

/** Reads what a guild's operators have chosen; what has left the index since allows nothing, and is no way to all. */
export function readAllowed(lookUps: LookUps, guildDocuments: readonly string[]): AllowedDocuments {
  const isOpen = guildDocuments.length === 0;
  const documents = isOpen ? [] : lookUps.knownDocuments(guildDocuments).known;
  const allows = (path: string) =>
    isOpen || (documents.length > 0 && narrowDocuments(documents, [path]) !== null);
  const allowsNamed = (name: string) => isOpen || lookUps.knownDocuments([name]).known.some(allows);
  return {
    documents,
    allows,
    allowsNamed,
    choices: (offered) =>
      offered.filter(({ value }) => (isHashKey(value) ? allowsNamed(value) : allows(value))),
  };
}
