import { availableParallelism } from "node:os";
import type { Config } from "../config.ts";
import { createEmbedder, type Embedder } from "../embedding/embedder.ts";
import { type EmbeddingModel, resolveModel } from "../embedding/model.ts";

/** The model that the configuration, or a manifest, names. */
export function findModel(config: Config, name: string): EmbeddingModel {
  const { modelsDir, modelHubUrl, modelCacheDir } = config;
  return resolveModel({ name, modelsDir, hubUrl: modelHubUrl, cacheDir: modelCacheDir });
}

/**
 * For questions: one worker that uses up to two cores, which answers soonest. Its threads take turns with whatever else
 * runs.
 */
export function createQueryEmbedder(model: EmbeddingModel): Promise<Embedder> {
  return createEmbedder({ model, workers: 1, threads: Math.min(2, availableParallelism()) });
}

/** Workers for many texts: one a core, with one thread each, is at least as fast as one with all cores (docs/performance.md). */
export const BUILD_WORKERS = Math.min(4, availableParallelism());

/** For many texts. */
export function createBuildEmbedder(model: EmbeddingModel): Promise<Embedder> {
  return createEmbedder({ model, workers: BUILD_WORKERS, threads: 1 });
}
