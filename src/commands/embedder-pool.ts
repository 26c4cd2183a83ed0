import type { Config } from "../config.ts";
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

interface Entry {
  loading: Promise<Embedder>;
  users: number;
  /** Whether it was found to be the model of its fingerprint. */
  isChecked: boolean;
  /** Vectors of texts that come again, the latest last. */
  kept: Map<string, Float32Array>;
}

/** Enough for the passages that several revisions are asked for. */
const KEPT_VECTORS = 100;

async function embedKept(entry: Entry, embedder: Embedder, text: string): Promise<Float32Array> {
  const vector = entry.kept.get(text) ?? (await embedder.embedQuery(text));
  entry.kept.delete(text);
  entry.kept.set(text, vector);
  const [oldest] = entry.kept.keys();
  if (entry.kept.size > KEPT_VECTORS && oldest !== undefined) entry.kept.delete(oldest);
  return vector;
}

export function createEmbedderPool(config: Config): EmbedderPool {
  const entries = new Map<string, Entry>();
  const requireModel = async ({ embed_model, embed_fingerprint }: Manifest) => {
    // A model that is loaded was checked then, and stays what it was whatever becomes of its files.
    if (entries.get(embed_fingerprint)?.isChecked) return;
    await requireSameModel(findModel(config, embed_model), embed_fingerprint);
  };

  function giveBack(key: string, entry: Entry): void {
    entry.users -= 1;
    if (entry.users > 0) return;
    if (entries.get(key) === entry) entries.delete(key);
    entry.loading.then(
      (embedder) => embedder.close(),
      () => undefined, // whoever waited for it has been told
    );
  }

  return {
    requireModel,
    async acquire(manifest) {
      const key = manifest.embed_fingerprint;
      const entry = entries.get(key) ?? {
        loading: createQueryEmbedder(findModel(config, manifest.embed_model)),
        users: 0,
        isChecked: false,
        kept: new Map(),
      };
      entries.set(key, entry);
      entry.users += 1;
      const [embedder, sameModel] = await Promise.allSettled([entry.loading, requireModel(manifest)]);
      if (embedder.status === "fulfilled" && sameModel.status === "fulfilled") {
        entry.isChecked = true;
        let held = true;
        return {
          embedQuery: embedder.value.embedQuery,
          embedKept: (text) => embedKept(entry, embedder.value, text),
          release() {
            if (held) giveBack(key, entry);
            held = false;
          },
        };
      }
      giveBack(key, entry);
      throw [sameModel, embedder].find((outcome) => outcome.status === "rejected")?.reason;
    },
  };
}
