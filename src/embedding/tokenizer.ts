import { configureTransformers } from "./load-transformers.ts";
import type { EmbeddingModel } from "./model.ts";

/** Number of the model's tokens in a text, without the begin and end marks. */
export type CountTokens = (text: string) => number;

/** Loads the model's own tokenizer to count with. */
export async function loadTokenCounter(model: EmbeddingModel): Promise<CountTokens> {
  // Loaded only here: a command that counts no tokens starts a tenth of a second sooner.
  const { AutoTokenizer, env } = await import("@huggingface/transformers");
  configureTransformers(env, model);
  const tokenizer = await AutoTokenizer.from_pretrained(model.name);
  return (text) => tokenizer.encode(text, { add_special_tokens: false }).length;
}
