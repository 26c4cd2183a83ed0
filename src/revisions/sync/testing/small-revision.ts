import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { hashFile } from "../../../documents/hash-file.ts";
import {
  ARTIFACTS_DIR,
  BUILD_FILE,
  type BuildInfo,
  FAISS_INDEX_FILE,
  MANIFEST_FILE,
  type Manifest,
  META_FILE,
} from "../../../domain/manifest.ts";
import { commitFiles } from "../../../hub/commit-files.ts";
import { createTag } from "../../../hub/create-tag.ts";
import type { Hub, Repo } from "../../../hub/hub.ts";
import { createFaissWriter } from "../../../vectors/faiss-writer.ts";
import { createMetaWriter } from "../../meta-writer.ts";
import { formatManifest } from "../../storage.ts";
import { manifestOf } from "../../testing/manifest.ts";

const DIM = 8;

/** Builds a revision of a few made-up articles into a folder, without a model: enough for whatever does not ask it. */
export async function writeSmallRevision(dir: string, texts: readonly string[]): Promise<BuildInfo> {
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  const meta = createMetaWriter(dir);
  const sha256 = (text: string) => new Bun.CryptoHasher("sha256").update(text).digest("hex");
  meta.addDocument({
    id: 0,
    path: "docs_rag/lei.docx",
    sha256: sha256(texts.join("\n")),
    bytes: 1000,
    format: "docx",
    title: "Lei de teste",
    pages: null,
    norm: null,
  });
  const faiss = createFaissWriter({ path: join(dir, FAISS_INDEX_FILE), dim: DIM });
  for (const [id, text] of texts.entries()) {
    const unit = `art${id + 1}`;
    const place = { document: 0, unit, part: 0, path: `Art. ${id + 1}º`, rubric: null };
    meta.addChunk({ id, ...place, page_from: null, page_to: null, sha256: sha256(text), text });
    const vector = new Float32Array(DIM);
    vector[id % DIM] = 1;
    faiss.append(vector);
  }
  faiss.finish();
  await meta.finish();
  const files: Manifest["files"] = {};
  for (const name of [FAISS_INDEX_FILE, META_FILE]) files[name] = await hashFile(join(dir, name));
  const {
    revision: _r,
    tag: _t,
    previous: _p,
    evaluation: _e,
    ...shared
  } = manifestOf({
    embed_dim: DIM,
    num_chunks: texts.length,
    num_documents: 1,
    files,
    created_at: new Date().toISOString(),
  });
  return { ...shared, content: sha256(JSON.stringify(files)).slice(0, 40) };
}

let published = 0;

/** Commits a revision's artifacts and tags the commit, as the first two steps of publishing do. */
export async function commitRevision(
  at: { hub: Hub; repo: Repo },
  dir: string,
  build: BuildInfo,
): Promise<Manifest> {
  const file = (name: string, content: Blob) =>
    ({ kind: "add", path: `${ARTIFACTS_DIR}/${name}`, content }) as const;
  const { commit } = await commitFiles({
    ...at,
    title: "artifacts",
    operations: [
      file(FAISS_INDEX_FILE, Bun.file(join(dir, FAISS_INDEX_FILE))),
      file(META_FILE, Bun.file(join(dir, META_FILE))),
      file(BUILD_FILE, new Blob([JSON.stringify(build)])),
    ],
  });
  published += 1;
  const tag = `idx-20261125-${String(published).padStart(6, "0")}-${commit.slice(0, 7)}`;
  await createTag({ ...at, tag, revision: commit });
  const { content: _, ...shared } = build;
  return { ...shared, revision: commit, tag, previous: null, evaluation: null };
}

/** Puts a manifest, or whatever else stands for one, into service: the commit of promoting and rolling back. */
export async function putInService(at: { hub: Hub; repo: Repo }, manifest: object): Promise<string> {
  const content = new Blob([
    "revision" in manifest ? formatManifest(manifest as Manifest) : JSON.stringify(manifest),
  ]);
  const path = `${ARTIFACTS_DIR}/${MANIFEST_FILE}`;
  const { commit } = await commitFiles({
    ...at,
    title: "promote",
    operations: [{ kind: "add", path, content }],
  });
  return commit;
}
