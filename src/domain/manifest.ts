import { z } from "zod";
import { SCHEMA_VERSION } from "./meta.ts";

const count = z.int().nonnegative();
const revision = z.string().regex(/^[0-9a-f]{40}$/, "a revision of 40 lower-case hex digits");

/** Folder of the index repo that holds a revision's files. */
export const ARTIFACTS_DIR = "artifacts";
/** Published beside the artifacts: see `BuildInfoSchema`. */
export const BUILD_FILE = "build.json";

/** File names inside a revision. The first two are published; the rest is derived from them where they are served. */
export const FAISS_INDEX_FILE = "faiss.index";
export const META_FILE = "meta.json";
export const MANIFEST_FILE = "manifest.json";
export const LEXICAL_FILE = "lexical.bin";
export const PASSAGES_FILE = "passages.db";

/** `manifest.json`: which revision is in service, what it was made from and the hash of each file. */
export const ManifestSchema = z.object({
  schema_version: z.literal(SCHEMA_VERSION),
  revision,
  tag: z.string().regex(/^idx-\d{8}-\d{6}-[0-9a-f]{7,}$/),
  created_at: z.iso.datetime(),
  embed_model: z.string().min(1),
  embed_dtype: z.string().min(1),
  /** Fingerprint of what a vector depends on besides its text; vectors are reused only where it is equal. */
  embed_fingerprint: z.string().min(1),
  embed_dim: z.int().positive(),
  metric: z.literal("inner_product"),
  index_type: z.enum(["IndexFlatIP", "IndexIVFFlat"]),
  num_chunks: count,
  num_documents: count,
  source: z.object({ repo: z.string(), revision: z.string().nullable() }),
  files: z.record(z.string(), z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), bytes: count })),
  builder: z.object({ version: z.string(), runtime: z.string(), cpu: z.string() }),
  evaluation: z.record(z.string(), z.number()).nullable(),
  previous: revision.nullable(),
});
export type Manifest = z.infer<typeof ManifestSchema>;

/**
 * `build.json`, committed together with the artifacts: all that a manifest says of them and that is known before their
 * commit. With it any tag can be promoted from the Hub alone, while `manifest.json` of the same commit still names the
 * revision that was in service. `content` is the hash that names the build in a local store (see `contentRevision`).
 */
export const BuildInfoSchema = ManifestSchema.omit({
  revision: true,
  tag: true,
  previous: true,
  evaluation: true,
}).extend({ content: revision });
export type BuildInfo = z.infer<typeof BuildInfoSchema>;
