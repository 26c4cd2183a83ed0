import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { hashFile } from "../../../documents/hash-file.ts";
import { FAISS_INDEX_FILE, MANIFEST_FILE, type Manifest, META_FILE } from "../../../domain/manifest.ts";
import { createFaissWriter } from "../../../vectors/faiss-writer.ts";
import { createMetaWriter } from "../../meta-writer.ts";
import { formatManifest } from "../../storage.ts";
import { manifestOf } from "../../testing/manifest.ts";
import { contentRevision } from "../content-revision.ts";
import { formatTag } from "../revision-tags.ts";

const DIM = 4;

/** A finished revision, as a build leaves it in a local store. */
export interface SampleRevision {
  dir: string;
  manifest: Manifest;
}

/**
 * Writes the artifacts of one document with a chunk for each text; each chunk's vector points in a direction of its own.
 * @param options.minute tells builds apart in time
 */
export async function writeSampleRevision(
  dir: string,
  options: { texts: readonly string[]; minute: number },
): Promise<SampleRevision> {
  const { texts, minute } = options;
  mkdirSync(dir, { recursive: true });
  const vectors = createFaissWriter({ path: join(dir, FAISS_INDEX_FILE), dim: DIM });
  const meta = createMetaWriter(dir);
  const sha256 = (text: string) => new Bun.CryptoHasher("sha256").update(text).digest("hex");
  meta.addDocument({
    id: 0,
    path: "docs_rag/lei.docx",
    sha256: sha256(texts.join("\n")),
    bytes: 1,
    format: "docx",
    title: "Lei",
    pages: null,
    norm: null,
  });
  texts.forEach((text, id) => {
    const vector = new Float32Array(DIM);
    vector[id % DIM] = 1;
    vectors.append(vector);
    meta.addChunk({
      id,
      document: 0,
      unit: `art${id + 1}`,
      part: 0,
      path: `Art. ${id + 1}`,
      rubric: null,
      page_from: null,
      page_to: null,
      sha256: sha256(text),
      text,
    });
  });
  vectors.finish();
  await meta.finish();
  const files: Manifest["files"] = {};
  for (const name of [FAISS_INDEX_FILE, META_FILE]) files[name] = await hashFile(join(dir, name));
  const revision = contentRevision(files);
  const created_at = new Date(Date.UTC(2026, 0, 1, 12, minute)).toISOString();
  const manifest = manifestOf({
    revision,
    tag: formatTag({ created_at }, revision),
    created_at,
    embed_dim: DIM,
    num_chunks: texts.length,
    num_documents: 1,
    source: { repo: "local/rag-docs", revision: null },
    files,
  });
  await Bun.write(join(dir, MANIFEST_FILE), formatManifest(manifest));
  return { dir, manifest };
}
