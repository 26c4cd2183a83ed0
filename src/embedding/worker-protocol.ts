import type { EmbeddingModel } from "./model.ts";

/** What the embedding worker is asked. */
export type WorkerRequest =
  | { kind: "load"; model: EmbeddingModel; threads: number }
  /** `cut`: a text that is too long is cut to what the model takes, instead of being refused. */
  | { kind: "embed"; id: number; text: string; cut: boolean };

/** What it answers: `failed` with id null means that the model could not be loaded. */
export type WorkerReply =
  | { kind: "ready"; dim: number }
  | { kind: "vector"; id: number; vector: Float32Array }
  | { kind: "failed"; id: number | null; message: string };
