import { existsSync } from "node:fs";
import { join } from "node:path";
import { hashFile } from "../documents/hash-file.ts";
import { VademecumError } from "../domain/errors.ts";

/** Texts longer than this lose their end mark in transformers.js and get a wrong vector: never hand them over. */
export const MODEL_MAX_TOKENS = 512;

/** Which model embeds, and where its files come from. */
export interface EmbeddingModel {
  /** As the manifest names it: a folder in `modelsDir`, or `org/name` on the Hub. */
  name: string;
  dtype: "q8";
  /** What the model was trained to see in front of a question and of a text to be found. */
  queryPrefix: string;
  passagePrefix: string;
  /** Folder with the models that come with the program. */
  modelsDir: string;
  /** Set for a model of the Hub, whose files are fetched once. */
  hub: { url: string; cacheDir: string } | null;
}

/**
 * Finds a model by its name. The e5 family wants `query: ` and `passage: ` in front of its texts
 * (Wang et al., arXiv 2402.05672); other models get the bare text.
 * @throws VademecumError `MODEL_MISSING` for a name that is neither a folder of `modelsDir` nor an `org/name`.
 */
export function resolveModel(options: {
  name: string;
  modelsDir: string;
  hubUrl: string;
  cacheDir: string;
}): EmbeddingModel {
  const { name, modelsDir, hubUrl, cacheDir } = options;
  const local = existsSync(join(modelsDir, name, "config.json"));
  if (!local && !/^[\w.-]+\/[\w.-]+$/.test(name)) {
    throw new VademecumError({
      code: "MODEL_MISSING",
      message: `there is no embedding model "${name}"`,
      expected: `a folder of ${modelsDir}, or the name of a model on the Hub in the form org/name`,
      hint: "unset EMBED_MODEL to use the model that comes with vademecum",
      exitCode: 2,
    });
  }
  const isE5 = /(^|[-_/])e5([-_]|$)/i.test(name);
  return {
    name,
    dtype: "q8",
    queryPrefix: isE5 ? "query: " : "",
    passagePrefix: isE5 ? "passage: " : "",
    modelsDir,
    hub: local ? null : { url: hubUrl, cacheDir },
  };
}

/**
 * What a vector depends on besides its text, as a short text: equal fingerprints and equal texts mean equal vectors.
 * For a model that comes with the program its weights are hashed, so that a changed file is never taken for the old.
 */
export async function fingerprintModel(model: EmbeddingModel): Promise<string> {
  if (model.hub) return `${model.name}:${model.dtype}`;
  const { sha256 } = await hashFile(join(model.modelsDir, model.name, "onnx", "model_quantized.onnx"));
  return `${model.name}:${model.dtype}:${sha256}`;
}

/**
 * Makes sure that questions are embedded with exactly the model that made an index.
 * @throws VademecumError `MODEL_MISMATCH` where the model of that name has other weights now.
 */
export async function requireSameModel(model: EmbeddingModel, expectedFingerprint: string): Promise<void> {
  const got = await fingerprintModel(model);
  if (got === expectedFingerprint) return;
  throw new VademecumError({
    code: "MODEL_MISMATCH",
    message: `the index was made with another model than the "${model.name}" that is here`,
    expected: `${expectedFingerprint}, got ${got}`,
    hint: "restore the model's files, or build the index again (./vade reindex --docs DIR)",
  });
}
