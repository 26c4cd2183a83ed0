import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Answer } from "../answers/answer.ts";
import { extractAnswer } from "../answers/extract-answer.ts";
import type { Language } from "../domain/messages.ts";
import { requireSameModel } from "../embedding/model.ts";
import { createAnalyzer } from "../lexical/analyze.ts";
import type { Evidence } from "../retrieval/evidence.ts";
import { createRetriever } from "../retrieval/retrieve.ts";
import { type OpenRevision, openRevision } from "../revisions/open-revision.ts";
import { openStorage, readManifest } from "../revisions/storage.ts";
import type { CommandContext } from "./command-context.ts";
import { createQueryEmbedder, findModel } from "./embedding-setup.ts";
import { requireCurrent } from "./require-current.ts";

/** How many passages an answer is made from. */
const ANSWER_PASSAGES = 8;

/** One revision, opened for questions. */
export interface Service {
  revision: OpenRevision;
  search(question: string, k: number, signal?: AbortSignal): Promise<Evidence>;
  ask(question: string, language: Language, signal?: AbortSignal): Promise<Answer>;
  /** Where a reader opens a document, at a page where it has them. */
  linkTo(documentPath: string, page: number | null): string;
  close(): void;
}

/** Opens the revision in service of a local store; the model loads while the index is checked. */
export async function openService(context: CommandContext, storageDir: string): Promise<Service> {
  const { config, log } = context;
  const storage = openStorage(storageDir);
  const dir = storage.revisionDir(requireCurrent(storage));
  const manifest = readManifest(dir);
  const model = findModel(config, manifest.embed_model);
  const loading = createQueryEmbedder(model);
  const opening = openRevision({
    dir,
    engine: config.vectorEngine,
    kernelPath: config.kernelPath,
    mend: true,
    log,
  });
  const checking = requireSameModel(model, manifest.embed_fingerprint);
  const [embedder, revision, sameModel] = await Promise.allSettled([loading, opening, checking]);
  if (
    embedder.status === "fulfilled" &&
    revision.status === "fulfilled" &&
    sameModel.status === "fulfilled"
  ) {
    return createService(revision.value, embedder.value);
  }
  if (embedder.status === "fulfilled") embedder.value.close();
  if (revision.status === "fulfilled") revision.value.close();
  throw [sameModel, revision, embedder].find((outcome) => outcome.status === "rejected")?.reason;
}

function createService(
  revision: OpenRevision,
  embedder: Awaited<ReturnType<typeof createQueryEmbedder>>,
): Service {
  const { vectors, lexical, passages, manifest } = revision;
  const retriever = createRetriever({
    vectors,
    lexical,
    passages,
    embedQuery: (text) => embedder.embedQuery(text),
    embedModel: manifest.embed_model,
  });
  const analyze = createAnalyzer();
  const search: Service["search"] = (question, k, signal) =>
    retriever.retrieve(question, signal ? { k, signal } : { k });
  const linkTo: Service["linkTo"] = (documentPath, page) => {
    // A document's path begins with the name of the folder that was indexed.
    const url = pathToFileURL(join(dirname(manifest.source.repo), documentPath)).href;
    return page === null ? url : `${url}#page=${page}`;
  };
  return {
    revision,
    search,
    async ask(question, language, signal) {
      const evidence = await search(question, ANSWER_PASSAGES, signal);
      return extractAnswer({
        evidence,
        language,
        terms: new Map(lexical.parse(question).map(({ term, idf }) => [term, idf])),
        analyze,
        loadUnit(unitId) {
          const { firstChunk, chunkCount } = passages.unit(unitId);
          return passages.passages(firstChunk, chunkCount);
        },
        linkTo,
      });
    },
    linkTo,
    close() {
      embedder.close();
      revision.close();
    },
  };
}
