import { join } from "node:path";
import { AutoTokenizer, env } from "@huggingface/transformers";
// The very copy that transformers.js calls.
import { InferenceSession, Tensor } from "onnxruntime-node";
import { configureTransformers } from "../../src/embedding/load-transformers.ts";
import { sessionOptions } from "../../src/embedding/session-options.ts";
import type { AloneTask } from "./alone.ts";

declare const self: Worker;

let run = async (): Promise<void> => undefined;

async function prepare({ model, threads, texts, next }: AloneTask): Promise<void> {
  configureTransformers(env, model);
  const tokenizer = await AutoTokenizer.from_pretrained(model.name);
  const session = await InferenceSession.create(
    join(model.modelsDir, model.name, "onnx", "model_quantized.onnx"),
    sessionOptions(threads),
  );
  const inputs = texts.map((text) => {
    const ids = BigInt64Array.from(tokenizer.encode(model.passagePrefix + text), BigInt);
    const fill: Record<string, BigInt64Array> = {
      input_ids: ids,
      attention_mask: ids.map(() => 1n),
      token_type_ids: ids.map(() => 0n),
    };
    return Object.fromEntries(
      session.inputNames.map((name) => [name, new Tensor("int64", fill[name] ?? ids, [1, ids.length])]),
    );
  });
  const at = new Int32Array(next);
  run = async () => {
    for (let input = inputs[Atomics.add(at, 0, 1)]; input; input = inputs[Atomics.add(at, 0, 1)]) {
      const outputs = await session.run(input);
      for (const output of Object.values(outputs)) output.dispose();
    }
  };
}

self.onmessage = async (event: MessageEvent<AloneTask | "run">) => {
  await (event.data === "run" ? run() : prepare(event.data));
  self.postMessage("done");
};
