import type { Manifest } from "../../domain/manifest.ts";

/** A manifest that keeps the contract, with what a test cares about put in. */
export function manifestOf(values: Partial<Manifest>): Manifest {
  return {
    schema_version: 1,
    revision: "0".repeat(40),
    tag: "idx-20260101-000000-0000000",
    created_at: "2026-01-01T00:00:00.000Z",
    embed_model: "e5-small-pt",
    embed_dtype: "q8",
    embed_fingerprint: "e5-small-pt:q8:0",
    embed_dim: 384,
    metric: "inner_product",
    index_type: "IndexFlatIP",
    num_chunks: 0,
    num_documents: 0,
    source: { repo: "docs_rag", revision: null },
    files: {},
    builder: { version: "0.0.0", runtime: "bun", cpu: "x64-avx2" },
    evaluation: null,
    previous: null,
    ...values,
  };
}
