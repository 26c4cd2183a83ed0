import type { Config } from "../config.ts";
import { VademecumError } from "../domain/errors.ts";
import type { Log } from "../domain/log.ts";
import type { Manifest } from "../domain/manifest.ts";
import type { Embedder } from "../embedding/embedder.ts";
import { requireSameModel } from "../embedding/model.ts";
import { createQueryEmbedder, findModel } from "./embedding-setup.ts";

/** An embedder that is used by several revisions of the same model. */
export interface SharedEmbedder {
  embedQuery: Embedder["embedQuery"];
  /** Gives it back; it is closed when nobody uses it any more. */
  release(): void;
}

/** One of the pool, which remembers. */
export interface PooledEmbedder extends SharedEmbedder {
  /**
   * The same for texts that come again and again, such as the passages which each revision is asked for before it is
   * served: their vectors are kept, so that questions need not wait for the model to make them anew.
   */
  embedKept: Embedder["embedQuery"];
}

/** The models that are loaded: one for all revisions that were made with it. */
export interface EmbedderPool {
  /**
   * Makes sure that the model which made a revision is here.
   * @throws VademecumError `MODEL_MISSING`, `MODEL_MISMATCH`
   */
  requireModel(manifest: Manifest): Promise<void>;
  /**
   * The embedder for a revision's questions, loaded where it is not yet.
   * @throws VademecumError as `requireModel`, and `EMBEDDING_FAILED` where the model does not load
   */
  acquire(manifest: Manifest): Promise<PooledEmbedder>;
}

/** What the pool makes its embedders with. */
export interface EmbedderPoolOptions {
  log?: Log;
  create?: (config: Config, modelName: string) => Promise<Embedder>;
  requireSame?: (config: Config, manifest: Manifest) => Promise<void>;
  now?: () => number;
}

interface Entry {
  loading: Promise<Embedder>;
  users: number;
  /** Whether it was found to be the model of its fingerprint. */
  isChecked: boolean;
  /** Vectors of texts that come again, the latest last. */
  kept: Map<string, Float32Array>;
  lastLoadMs: number;
}

/** Enough for the passages that several revisions are asked for. */
const KEPT_VECTORS = 100;
/** A model that fails again within this time is not loaded anew once more. */
const RELOAD_EVERY_MS = 10_000;

export function createEmbedderPool(config: Config, options: EmbedderPoolOptions = {}): EmbedderPool {
  const {
    log,
    create = (at, name) => createQueryEmbedder(findModel(at, name)),
    requireSame = (at, manifest) =>
      requireSameModel(findModel(at, manifest.embed_model), manifest.embed_fingerprint),
    now = () => performance.now(),
  } = options;
  const entries = new Map<string, Entry>();

  const requireModel = async (manifest: Manifest) => {
    // A model that is loaded was checked then, and stays what it was whatever becomes of its files.
    if (entries.get(manifest.embed_fingerprint)?.isChecked) return;
    await requireSame(config, manifest);
  };

  function load(manifest: Manifest): Entry {
    const loading = create(config, manifest.embed_model);
    return { loading, users: 0, isChecked: false, kept: new Map(), lastLoadMs: now() };
  }

  function giveBack(key: string, entry: Entry): void {
    entry.users -= 1;
    if (entry.users > 0) return;
    if (entries.get(key) === entry) entries.delete(key);
    closeWhenLoaded(entry.loading);
  }

  /** A worker that has died answers nothing any more: the model is loaded anew, and the question asked once more. */
  async function embed(entry: Entry, manifest: Manifest, text: string): Promise<Float32Array> {
    const used = entry.loading;
    try {
      return await (await used).embedQuery(text);
    } catch (error) {
      if (!(error instanceof VademecumError && error.code === "EMBEDDING_FAILED") || entry.users === 0)
        throw error;
      if (entry.loading === used) {
        if (now() - entry.lastLoadMs < RELOAD_EVERY_MS) throw error;
        log?.warn({ code: error.code, reason: error.message }, "the embedding model is loaded anew");
        await requireSame(config, manifest);
        if (entry.loading === used) reload(entry, manifest);
      }
      return await (await entry.loading).embedQuery(text);
    }
  }

  function reload(entry: Entry, manifest: Manifest): void {
    closeWhenLoaded(entry.loading);
    entry.loading = create(config, manifest.embed_model);
    entry.lastLoadMs = now();
  }

  return {
    requireModel,
    async acquire(manifest) {
      const key = manifest.embed_fingerprint;
      const entry = entries.get(key) ?? load(manifest);
      entries.set(key, entry);
      entry.users += 1;
      const [loaded, sameModel] = await Promise.allSettled([entry.loading, requireModel(manifest)]);
      if (loaded.status === "rejected" || sameModel.status === "rejected") {
        giveBack(key, entry);
        throw [sameModel, loaded].find((outcome) => outcome.status === "rejected")?.reason;
      }
      entry.isChecked = true;
      let held = true;
      const embedQuery = (text: string) => embed(entry, manifest, text);
      return {
        embedQuery,
        async embedKept(text) {
          const vector = entry.kept.get(text) ?? (await embedQuery(text));
          keep(entry.kept, text, vector);
          return vector;
        },
        release() {
          if (held) giveBack(key, entry);
          held = false;
        },
      };
    },
  };
}

function keep(kept: Entry["kept"], text: string, vector: Float32Array): void {
  kept.delete(text);
  kept.set(text, vector);
  const [oldest] = kept.keys();
  if (kept.size > KEPT_VECTORS && oldest !== undefined) kept.delete(oldest);
}

function closeWhenLoaded(loading: Promise<Embedder>): void {
  loading.then(
    (embedder) => embedder.close(),
    () => undefined, // whoever waited for it has been told
  );
}
