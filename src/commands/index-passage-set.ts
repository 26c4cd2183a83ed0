import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { splitText } from "../chunks/split-text.ts";
import { countByWord } from "../chunks/token-counter.ts";
import { LEXICAL_FILE, PASSAGES_FILE } from "../domain/manifest.ts";
import { fingerprintModel } from "../embedding/model.ts";
import { loadTokenCounter } from "../embedding/tokenizer.ts";
import { indexPassages } from "../evaluation/index-passages.ts";
import type { SetPassage } from "../evaluation/question-sets.ts";
import { buildLexical } from "../lexical/build-lexical.ts";
import { openLexicalIndex } from "../lexical/lexical-index.ts";
import { buildPassages } from "../retrieval/build-passages.ts";
import { openPassageStore } from "../retrieval/passage-store.ts";
import { createRetriever, type Retriever } from "../retrieval/retrieve.ts";
import { openCheckpoint, vectorKey } from "../revisions/checkpoint.ts";
import { readCpuKind } from "../revisions/cpu-kind.ts";
import { createFaissWriter } from "../vectors/faiss-writer.ts";
import { openVectorIndex } from "../vectors/open-index.ts";
import type { CommandContext } from "./command-context.ts";
import { createBuildEmbedder, createQueryEmbedder, findModel } from "./embedding-setup.ts";
import { createProgress } from "./progress.ts";

/** Tokens of a piece, the model's marks and prefix not counted. */
const PIECE_MAX_TOKENS = 150;

/** An index of passages that exists only while it is asked. */
export interface PassageSetService {
  retriever: Retriever;
  /** Id of each unit. */
  passageIds: readonly string[];
  close(): void;
}

/** Indexes the passages of a question set as they are, in a scratch folder. Vectors are kept for the next time. */
export async function indexPassageSet(
  context: CommandContext,
  passages: readonly SetPassage[],
): Promise<PassageSetService> {
  const { config, log, signal } = context;
  const model = findModel(config, config.embedModel);
  const [counter, fingerprint] = await Promise.all([loadTokenCounter(model), fingerprintModel(model)]);
  const countTokens = countByWord(counter);
  const cpu = readCpuKind();
  const { documents, chunks, passageIds } = indexPassages({
    passages,
    cut: (text) =>
      splitText(text, PIECE_MAX_TOKENS, countTokens).map(({ start, end }) => text.slice(start, end)),
    embedded: (piece) => piece,
  });
  const dir = mkdtempSync(join(tmpdir(), "vademecum-eval-"));
  mkdirSync(config.storageDir, { recursive: true });
  const checkpoint = openCheckpoint(join(config.storageDir, "eval.db"), log);
  const embedder = await createBuildEmbedder(model);
  const progress = createProgress(process.stderr);
  try {
    const writer = createFaissWriter({ path: join(dir, "faiss.index"), dim: embedder.dim });
    let done = 0;
    const vectors = chunks.map(async ({ text, sha256 }) => {
      const key = vectorKey({ fingerprint, cpu }, sha256);
      const vector = checkpoint.get(key) ?? (await embedder.embedPassage(text));
      checkpoint.put(key, vector);
      progress.update("embed", ++done, chunks.length);
      return vector;
    });
    for (const vector of await Promise.all(vectors)) writer.append(vector);
    writer.finish();
  } finally {
    progress.stop();
    checkpoint.close();
    embedder.close();
  }
  signal.throwIfAborted();
  await Bun.write(join(dir, LEXICAL_FILE), buildLexical({ documents, chunks }));
  buildPassages({ documents, chunks }, join(dir, PASSAGES_FILE));
  const { index } = await openVectorIndex({
    path: join(dir, "faiss.index"),
    engine: config.vectorEngine,
    kernelPath: config.kernelPath,
    log,
  });
  const lexical = openLexicalIndex(join(dir, LEXICAL_FILE));
  const store = openPassageStore(join(dir, PASSAGES_FILE));
  const queryEmbedder = await createQueryEmbedder(model);
  return {
    retriever: createRetriever({
      vectors: index,
      lexical,
      passages: store,
      embedQuery: (question) => queryEmbedder.embedQuery(question),
      embedModel: model.name,
    }),
    passageIds,
    close() {
      queryEmbedder.close();
      index.close();
      lexical.close();
      store.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
