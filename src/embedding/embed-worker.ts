import { env, pipeline, Tensor } from "@huggingface/transformers";
import { type EncodeText, encodeByWord } from "./encode-text.ts";
import { configureTransformers } from "./load-transformers.ts";
import { MODEL_MAX_TOKENS } from "./model.ts";
import { poolMean } from "./pool-mean.ts";
import { sessionOptions } from "./session-options.ts";
import type { WorkerReply, WorkerRequest } from "./worker-protocol.ts";

// onnxruntime computes inside the thread that calls it, so this file is the only place that does: the event loop of
// the program never waits for a vector.

declare const self: Worker;

type FeatureExtractor = Awaited<ReturnType<typeof loadExtractor>>;

function loadExtractor(request: Extract<WorkerRequest, { kind: "load" }>) {
  configureTransformers(env, request.model);
  return pipeline("feature-extraction", request.model.name, {
    dtype: request.model.dtype,
    session_options: sessionOptions(request.threads),
  });
}

/** The model in hand, and how texts become tokens. */
interface LoadedModel {
  extractor: FeatureExtractor;
  encode: EncodeText;
  /** A text as the model takes it. */
  inputOf(text: string): { input_ids: Tensor; attention_mask: Tensor };
}

async function load(request: Extract<WorkerRequest, { kind: "load" }>): Promise<LoadedModel> {
  const extractor = await loadExtractor(request);
  const encodeWhole = (text: string) => extractor.tokenizer.encode(text);
  // What a tokenizer of the Hub does is not known, nor how many tokens its model takes.
  if (request.model.hub)
    return {
      extractor,
      encode: encodeWhole,
      inputOf: (text) => extractor.tokenizer([text], { padding: true, truncation: true }),
    };
  const encode = encodeByWord(encodeWhole);
  return { extractor, encode, inputOf: (text) => toInput(encode(text)) };
}

function toInput(ids: readonly number[]) {
  const tensor = (values: BigInt64Array) => new Tensor("int64", values, [1, ids.length]);
  return {
    input_ids: tensor(BigInt64Array.from(ids, BigInt)),
    attention_mask: tensor(new BigInt64Array(ids.length).fill(1n)),
  };
}

/** The longest beginning of a text that the model takes whole. */
function cutToFit({ encode }: LoadedModel, text: string): string {
  let cut = text;
  for (;;) {
    const tokens = encode(cut).length;
    if (tokens <= MODEL_MAX_TOKENS) return cut;
    cut = cut.slice(0, Math.floor((cut.length * (MODEL_MAX_TOKENS - 1)) / tokens));
  }
}

function assertFits({ encode }: LoadedModel, text: string): string {
  const tokens = encode(text).length;
  if (tokens <= MODEL_MAX_TOKENS) return text;
  throw new Error(`a text of ${tokens} tokens was handed to the model, which takes ${MODEL_MAX_TOKENS}`);
}

async function embed({ extractor, inputOf }: LoadedModel, text: string): Promise<Float32Array> {
  // One text a forward pass: int8 activations are scaled over a whole batch, so batching would change vectors.
  const outputs = await extractor.model(inputOf(text));
  const tokens: Tensor = outputs.last_hidden_state ?? outputs.logits ?? outputs.token_embeddings;
  const vector = poolMean(tokens.data as Float32Array, tokens.dims[1] ?? 0);
  tokens.dispose();
  return vector;
}

let model: LoadedModel | null = null;

async function answer(request: WorkerRequest): Promise<WorkerReply> {
  if (request.kind === "load") {
    model = await load(request);
    const vector = await embed(model, "a");
    return { kind: "ready", dim: vector.length };
  }
  if (!model) throw new Error("the model is not loaded");
  const text = request.cut ? cutToFit(model, request.text) : assertFits(model, request.text);
  return { kind: "vector", id: request.id, vector: await embed(model, text) };
}

self.onmessage = async (event: MessageEvent<WorkerRequest>) => {
  try {
    const reply = await answer(event.data);
    self.postMessage(reply, reply.kind === "vector" ? [reply.vector.buffer as ArrayBuffer] : []);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const id = event.data.kind === "embed" ? event.data.id : null;
    self.postMessage({ kind: "failed", id, message } satisfies WorkerReply);
  }
};
