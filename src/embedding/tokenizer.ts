import { AutoTokenizer, env } from "@huggingface/transformers";
import { configureTransformers } from "./load-transformers.ts";
import type { EmbeddingModel } from "./model.ts";

/** Number of the model's tokens in a text, without the begin and end marks. */
export type CountTokens = (text: string) => number;

/** Loads the model's own tokenizer to count with. */
export async function loadTokenCounter(model: EmbeddingModel): Promise<CountTokens> {
  configureTransformers(env, model);
  const tokenizer = await AutoTokenizer.from_pretrained(model.name);
  return (text) => tokenizer.encode(text, { add_special_tokens: false }).length;
}
