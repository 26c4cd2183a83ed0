import { dirname } from "node:path";
import type { AnswerLinks } from "../answers/answer.ts";
import { documentLink, sourceViewPath } from "../answers/document-link.ts";
import { extractAnswer } from "../answers/extract-answer.ts";
import { type Config, EMBEDDED_HUB_PORT } from "../config.ts";
import { VademecumError } from "../domain/errors.ts";
import type { Log } from "../domain/log.ts";
import type { Manifest } from "../domain/manifest.ts";
import type { Language } from "../domain/messages.ts";
import { createAnalyzer } from "../lexical/analyze.ts";
import type { Evidence } from "../retrieval/evidence.ts";
import { createRetriever } from "../retrieval/retrieve.ts";
import { type OpenRevision, openRevision } from "../revisions/open-revision.ts";
import { smokeQuery } from "../revisions/smoke-query.ts";
import { openStorage, readManifest } from "../revisions/storage.ts";
import { createLookUps } from "../serving/create-look-ups.ts";
import type { QuestionService } from "../serving/question-service.ts";
import { type AnswerSource, type Assistant, createAssistant } from "./assistant.ts";
import type { CommandContext } from "./command-context.ts";
import {
  createEmbedderPool,
  type EmbedderPool,
  type PooledEmbedder,
  type SharedEmbedder,
} from "./embedder-pool.ts";
import { openConfiguredRecords } from "./open-configured-records.ts";
import { requireCurrent } from "./require-current.ts";

/** How many passages an answer is made from. */
const ANSWER_PASSAGES = 8;

/** One revision, opened for questions until it is closed. */
export interface Service extends QuestionService {
  /** That of `revision`. */
  readonly manifest: Manifest;
  close(): void;
}

export interface OpenServiceOptions {
  config: Config;
  log: Log;
  dir: string;
  embedders: EmbedderPool;
  /** Where the documents' Hub is now. */
  hubUrl(): string;
  /** Whether passages are asked for before the revision counts as open. */
  smoke: boolean;
  /** Null: questions are answered by passages alone, and nothing is remembered. */
  assistant: Assistant | null;
  /** Resolves when nobody waits for an answer, or after a while: the passages that are asked for come second. */
  whenIdle?: () => Promise<void>;
  signal: AbortSignal;
}

/** Opens the revision in service of a local store. */
export async function openService(context: CommandContext, storageDir: string): Promise<Service> {
  const { config, log, signal } = context;
  const storage = openStorage(storageDir);
  const dir = storage.revisionDir(requireCurrent(storage));
  // Without a model a single command has nothing to write down.
  const records = config.model === null ? null : openConfiguredRecords(config, log);
  const assistant = createAssistant({ config, log, records, remembers: false });
  try {
    const service = await openRevisionService({
      config,
      log,
      dir,
      embedders: createEmbedderPool(config),
      hubUrl: () => configuredHubUrl(config),
      smoke: false,
      assistant,
      signal,
    });
    return {
      ...service,
      close() {
        service.close();
        records?.close();
      },
    };
  } catch (error) {
    records?.close();
    throw error;
  }
}

/** Where the Hub is by the configuration alone; the embedded one is taken to be where `./vade hub` puts it. */
export function configuredHubUrl({ hub }: Config): string {
  return hub.kind === "remote" ? hub.url : `http://127.0.0.1:${hub.port || EMBEDDED_HUB_PORT}`;
}

/**
 * Opens the revision in a folder; the model loads while the index is checked.
 * @throws VademecumError what opening and the embedders throw; `SMOKE_FAILED` where it does not answer
 */
export async function openRevisionService(options: OpenServiceOptions): Promise<Service> {
  const { config, log, dir } = options;
  const manifest = readManifest(dir);
  const [embedder, revision] = await Promise.allSettled([
    options.embedders.acquire(manifest),
    openRevision({ dir, engine: config.vectorEngine, kernelPath: config.kernelPath, mend: true, log }),
  ]);
  if (embedder.status === "fulfilled" && revision.status === "fulfilled") {
    const service = createService(revision.value, embedder.value, options);
    try {
      if (options.smoke) await requireAnswers(service, embedder.value, options);
      return service;
    } catch (error) {
      service.close();
      throw error;
    }
  }
  if (embedder.status === "fulfilled") embedder.value.release();
  if (revision.status === "fulfilled") revision.value.close();
  throw [embedder, revision].find((outcome) => outcome.status === "rejected")?.reason;
}

async function requireAnswers(
  { revision, manifest }: Service,
  embedder: PooledEmbedder,
  { whenIdle, signal }: OpenServiceOptions,
): Promise<void> {
  const embedQuery = async (text: string) => {
    await whenIdle?.();
    return await embedder.embedKept(text);
  };
  const report = await smokeQuery({ revision, embedQuery, signal });
  if (report.passed) return;
  throw new VademecumError({
    code: "SMOKE_FAILED",
    message: `revision ${manifest.tag} does not answer as it must: ${report.detail}`,
    hint: "put another revision into service (./vade rollback) and build this one again (./vade reindex)",
  });
}

function createService(
  revision: OpenRevision,
  embedder: SharedEmbedder,
  { hubUrl, assistant }: Pick<OpenServiceOptions, "hubUrl" | "assistant">,
): Service {
  const { vectors, lexical, passages, manifest } = revision;
  const retriever = createRetriever({
    vectors,
    lexical,
    passages,
    embedQuery: embedder.embedQuery,
    embedModel: manifest.embed_model,
  });
  const analyze = createAnalyzer();
  const search: Service["search"] = (question, k, signal, documents = []) =>
    retriever.retrieve(question, { k, documents, ...(signal ? { signal } : {}) });
  const { repo, revision: commit } = manifest.source;
  const links: AnswerLinks = {
    document: (path, page) =>
      documentLink(
        // A document's path begins with the name of the folder that was indexed.
        commit === null
          ? { kind: "folder", dir: dirname(repo) }
          : { kind: "repo", hubUrl: hubUrl(), repo, revision: commit },
        path,
        page,
      ),
    source: (path, unit) => sourceViewPath(manifest.revision, path, unit),
  };
  const loadUnit = (unitId: number) => {
    const { firstChunk, chunkCount } = passages.unit(unitId);
    return passages.passages(firstChunk, chunkCount);
  };
  const extract = (evidence: Evidence, language: Language) =>
    extractAnswer({
      evidence,
      language,
      terms: new Map(lexical.parse(evidence.question).map(({ term, idf }) => [term, idf])),
      analyze,
      loadUnit,
      links,
    });
  return {
    revision,
    manifest,
    search,
    async ask(question, language, signal = new AbortController().signal, asker = {}) {
      const find: AnswerSource["search"] = (asked, abort) =>
        search(asked, ANSWER_PASSAGES, abort, asker.documents);
      if (assistant === null) return extract(await find(question, signal), language);
      return assistant.answer(
        {
          revision: manifest.revision,
          links,
          search: find,
          extract,
          loadUnit,
        },
        { ...asker, question, language, signal },
      );
    },
    links,
    lookUps: createLookUps({ passages, links, lexical }),
    close() {
      embedder.release();
      revision.close();
    },
  };
}
