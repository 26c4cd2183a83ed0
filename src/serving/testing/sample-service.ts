import { join, resolve } from "node:path";
import { documentLink, sourceViewPath } from "../../answers/document-link.ts";
import { extractAnswer } from "../../answers/extract-answer.ts";
import { chunkDocument } from "../../chunks/chunk-document.ts";
import { parseDocument } from "../../documents/parse-document.ts";
import type { ChunkRecord, DocumentRecord } from "../../domain/meta.ts";
import { createAnalyzer } from "../../lexical/analyze.ts";
import { createRetriever } from "../../retrieval/retrieve.ts";
import { openIndexOf } from "../../retrieval/testing/sample-index.ts";
import { toChunkRecord } from "../../revisions/collect-chunks.ts";
import { manifestOf } from "../../revisions/testing/manifest.ts";
import { createLookUps } from "../create-look-ups.ts";
import type { QuestionService } from "../question-service.ts";

const SAMPLES = resolve(import.meta.dir, "../../../assets/docs_rag");
const ANSWER_PASSAGES = 8;

/** Paths of the sample documents, as an index has them. */
export const SAMPLE_PATHS = [
  "docs_rag/legislacao/digital/lei-12965-marco-civil-da-internet.pdf",
  "docs_rag/legislacao/digital/lei-13709-lgpd.docx",
  "docs_rag/legislacao/processo-civil/lei-12016-mandado-de-seguranca.pdf",
  "docs_rag/sumulas/sumulas-tnu.rtf",
  "docs_rag/sumulas/sumulas-vinculantes.doc",
] as const;

/**
 * A service over a real index of the documents that come with the program, as the command line opens it, but for the
 * vectors: those need no model and say only which words two texts share.
 */
export async function openSampleService(
  paths: readonly string[] = SAMPLE_PATHS,
): Promise<QuestionService & { close(): void }> {
  const records = await readRecords(paths);
  const index = openIndexOf(records);
  const { passages, lexical, vectors } = index;
  const revision = "5".repeat(40);
  const manifest = manifestOf({
    revision,
    tag: "idx-20260102-030405-5555555",
    created_at: "2026-01-02T03:04:05.000Z",
    num_documents: records.documents.length,
    num_chunks: records.chunks.length,
  });
  const links: QuestionService["links"] = {
    document: (path, page) =>
      documentLink({ kind: "repo", hubUrl: "https://hub.example", repo: "ana/docs", revision }, path, page),
    source: (path, unit) => sourceViewPath(revision, path, unit),
  };
  const retriever = createRetriever(index);
  const analyze = createAnalyzer();
  const search: QuestionService["search"] = (question, k, signal, documents = []) =>
    retriever.retrieve(question, { k, documents, ...(signal ? { signal } : {}) });
  return {
    revision: { manifest, vectors, lexical, passages, skippedEngines: [], close: () => undefined },
    links,
    lookUps: createLookUps({ passages, links, lexical }),
    search,
    ask: async (question, language, signal, asker) => {
      const evidence = await search(question, ANSWER_PASSAGES, signal, asker?.documents);
      return extractAnswer({
        evidence,
        language,
        terms: new Map(lexical.parse(question).map(({ term, idf }) => [term, idf])),
        analyze,
        loadUnit: (unitId) => {
          const { firstChunk, chunkCount } = passages.unit(unitId);
          return passages.passages(firstChunk, chunkCount);
        },
        links,
      });
    },
    close: index.close,
  };
}

async function readRecords(paths: readonly string[]) {
  const documents: DocumentRecord[] = [];
  const chunks: ChunkRecord[] = [];
  for (const [id, path] of paths.entries()) {
    const bytes = await Bun.file(join(SAMPLES, "..", path)).bytes();
    const document = await parseDocument(bytes);
    const cut = chunkDocument({ document, path, countTokens: (text) => Math.ceil(text.length / 4) });
    const { format, pageCount: pages } = document;
    const sha256 = new Bun.CryptoHasher("sha256").update(bytes).digest("hex");
    documents.push({
      id,
      path,
      sha256,
      bytes: bytes.length,
      format,
      title: cut.title,
      pages,
      norm: cut.norm,
    });
    for (const chunk of cut.chunks) chunks.push(toChunkRecord(chunk, { id: chunks.length, document: id }));
  }
  return { documents, chunks };
}
