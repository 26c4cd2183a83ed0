/** A passage as the model is shown it and as its answer is checked against it. */
export interface NumberedPassage {
  /** As the answer cites it: `[1]`; 1 for the best. */
  number: number;
  document: { path: string; title: string };
  /** `art5`, `sumula7`; null outside any unit. */
  unit: string | null;
  /** Hierarchy with the unit last: `Título I › Capítulo I › Art. 5º`. */
  path: string;
  rubric: string | null;
  /** 1-based; null where the format has no pages. */
  pageFrom: number | null;
  pageTo: number | null;
  /** The unit, or of a long one its head and what stands around its best part; `[…]` where something is left out. */
  text: string;
}
