import { env, pipeline } from "@huggingface/transformers";
import { configureTransformers } from "./load-transformers.ts";
import { MODEL_MAX_TOKENS } from "./model.ts";
import type { WorkerReply, WorkerRequest } from "./worker-protocol.ts";

// onnxruntime computes inside the thread that calls it, so this file is the only place that does: the event loop of
// the program never waits for a vector.

declare const self: Worker;

type FeatureExtractor = Awaited<ReturnType<typeof loadExtractor>>;

function loadExtractor(request: Extract<WorkerRequest, { kind: "load" }>) {
  configureTransformers(env, request.model);
  return pipeline("feature-extraction", request.model.name, {
    dtype: request.model.dtype,
    session_options: {
      intraOpNumThreads: request.threads,
      interOpNumThreads: 1,
      // Threads that spin while they wait halve the throughput as soon as anything else uses the cores.
      extra: { session: { intra_op: { allow_spinning: "0" } } },
    },
  });
}

/** The longest beginning of a text that the model takes whole. */
function cutToFit(extractor: FeatureExtractor, text: string): string {
  let cut = text;
  for (;;) {
    const tokens = extractor.tokenizer.encode(cut).length;
    if (tokens <= MODEL_MAX_TOKENS) return cut;
    cut = cut.slice(0, Math.floor((cut.length * (MODEL_MAX_TOKENS - 1)) / tokens));
  }
}

function assertFits(extractor: FeatureExtractor, text: string): string {
  const tokens = extractor.tokenizer.encode(text).length;
  if (tokens <= MODEL_MAX_TOKENS) return text;
  throw new Error(`a text of ${tokens} tokens was handed to the model, which takes ${MODEL_MAX_TOKENS}`);
}

async function embed(extractor: FeatureExtractor, text: string): Promise<Float32Array> {
  // One text a forward pass: int8 activations are scaled over a whole batch, so batching would change vectors.
  const output = await extractor([text], { pooling: "mean", normalize: true });
  const vector = Float32Array.from(output.data as Float32Array);
  output.dispose();
  return vector;
}

let extractor: FeatureExtractor | null = null;

async function answer(request: WorkerRequest): Promise<WorkerReply> {
  if (request.kind === "load") {
    extractor = await loadExtractor(request);
    const vector = await embed(extractor, "a");
    return { kind: "ready", dim: vector.length };
  }
  if (!extractor) throw new Error("the model is not loaded");
  const text = request.cut ? cutToFit(extractor, request.text) : assertFits(extractor, request.text);
  return { kind: "vector", id: request.id, vector: await embed(extractor, text) };
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
