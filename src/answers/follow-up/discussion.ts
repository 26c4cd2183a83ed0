import type { LegalReference, NormReference } from "../../legal/references.ts";

/** What a conversation is about, as far as its questions say. */
export interface Discussion {
  /** The last question that was clear by itself, or made so. */
  subject: string;
  /** The article or súmula under discussion. */
  cited: LegalReference | null;
  norm: NormReference | null;
  /** What the last answer cites, for questions about a part of it. */
  answered: LegalReference[];
}
