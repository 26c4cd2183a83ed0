import type { env } from "@huggingface/transformers";
import type { EmbeddingModel } from "./model.ts";

/** Points transformers.js at the model's files: the folder that comes with the program, or the Hub and its cache. */
export function configureTransformers(environment: typeof env, model: EmbeddingModel): void {
  environment.localModelPath = model.modelsDir;
  environment.allowLocalModels = model.hub === null;
  environment.allowRemoteModels = model.hub !== null;
  if (model.hub) {
    environment.remoteHost = model.hub.url;
    environment.cacheDir = model.hub.cacheDir;
  }
}
