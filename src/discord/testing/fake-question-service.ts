import type { Answer } from "../../answers/answer.ts";
import { documentLink, sourceViewPath } from "../../answers/document-link.ts";
import type { DocumentRecord } from "../../domain/meta.ts";
import type { Evidence } from "../../retrieval/evidence.ts";
import type { Passage, PassageStore } from "../../retrieval/passage-store.ts";
import { manifestOf } from "../../revisions/testing/manifest.ts";
import { createLookUps } from "../../serving/create-look-ups.ts";
import type { Asker, QuestionService } from "../../serving/question-service.ts";

/** One call of `ask`. */
export interface Asked extends Asker {
  question: string;
  language: Answer["language"];
  signal: AbortSignal;
}

export interface FakeQuestionServiceOptions {
  revision?: string;
  tag?: string;
  documents?: readonly FakeDocument[];
  /** What is answered; where it is nothing, an answer made of the first unit of the first document. */
  answer?: (asked: Asked) => Answer | undefined | Promise<Answer | undefined>;
  search?: QuestionService["search"];
}

/** A document whose units have one chunk each. */
export interface FakeDocument {
  path: string;
  title: string;
  norm?: DocumentRecord["norm"];
  units: readonly { unit: string | null; path: string; text: string; page?: number }[];
}

export interface FakeQuestionService extends QuestionService {
  /** In order. */
  readonly asked: readonly Asked[];
}

export const SAMPLE_DOCUMENTS: readonly FakeDocument[] = [
  {
    path: "docs/cdc.pdf",
    title: "Código de Defesa do Consumidor",
    norm: { kind: "lei", number: "8078", year: 1990 },
    units: [
      {
        unit: "art49",
        path: "Capítulo VI › Art. 49",
        text: "Art. 49. O consumidor pode desistir do contrato, no prazo de 7 dias a contar de sua assinatura.",
        page: 12,
      },
      {
        unit: "art50",
        path: "Capítulo VI › Art. 50",
        text: "Art. 50. A garantia contratual é complementar à legal.",
      },
    ],
  },
  {
    path: "docs/cpc.docx",
    title: "Código de Processo Civil",
    norm: { kind: "lei", number: "13105", year: 2015 },
    units: [
      {
        unit: "art1003",
        path: "Livro III › Art. 1.003",
        text: "Art. 1.003. § 5º O prazo para interpor os recursos é de 15 dias.",
      },
    ],
  },
];

/** A service over a few documents in memory, that answers as it is told; vectors and the lexical index are not there. */
export function createFakeQuestionService(options: FakeQuestionServiceOptions = {}): FakeQuestionService {
  const { documents = SAMPLE_DOCUMENTS } = options;
  const revision = options.revision ?? "a".repeat(40);
  const manifest = manifestOf({
    revision,
    tag: options.tag ?? `idx-20260101-000000-${revision.slice(0, 7)}`,
  });
  const passages = createFakeStore(documents);
  const links: QuestionService["links"] = {
    document: (path, page) =>
      documentLink(
        { kind: "repo", hubUrl: "https://hub.example", repo: "ana/docs", revision: "main" },
        path,
        page,
      ),
    source: (path, unit) => sourceViewPath(revision, path, unit),
  };
  const asked: Asked[] = [];
  return {
    asked,
    links,
    lookUps: createLookUps({ passages, links }),
    revision: {
      manifest,
      passages,
      skippedEngines: [],
      get vectors(): never {
        throw new Error("this service has no vectors");
      },
      get lexical(): never {
        throw new Error("this service has no lexical index");
      },
      close: () => undefined,
    },
    search:
      options.search ??
      (() => {
        throw new Error("this service was given nothing to find");
      }),
    async ask(question, language, signal = new AbortController().signal, asker = {}) {
      const call = { ...asker, question, language, signal };
      asked.push(call);
      return (await options.answer?.(call)) ?? answerFrom({ passages, links, question, language });
    },
  };
}

/** An extractive answer that quotes the first `count` chunks. */
export function answerFrom(of: {
  passages: PassageStore;
  links: QuestionService["links"];
  question: string;
  language: Answer["language"];
  count?: number;
}): Answer {
  const { passages, links, question, language, count = 1 } = of;
  const quoted = passages.passages(0, count).flatMap((passage) => {
    const document = passages.documents[passage.document];
    return document ? [{ passage, document }] : [];
  });
  return {
    mode: "extractive",
    language,
    question,
    found: true,
    statements: quoted.map(({ passage }, i) => ({
      text: passage.text,
      citations: [i + 1],
      quoted: true,
      flags: [],
      block: i,
      marker: null,
    })),
    citations: quoted.map(({ passage, document }, i) => ({
      number: i + 1,
      document: { path: document.path, title: document.title },
      unit: passage.unit,
      path: passage.path,
      rubric: passage.rubric,
      pageFrom: passage.page_from,
      pageTo: passage.page_to,
      link: links.document(document.path, passage.page_from),
      source: links.source(document.path, passage.unit),
      verified: true,
    })),
    nearest: [],
    notice: "no-key",
    made: { model: null, promptVersion: null, cached: false, firstTokenMs: null, totalMs: 5, costUsd: null },
  };
}

/** Evidence that holds the first `count` units, all of them found strongly. */
export function evidenceFrom(passages: PassageStore, question: string, count = 2): Evidence {
  const found = passages.passages(0, count).flatMap((best, i) => {
    const document = passages.documents[best.document];
    if (document === undefined) return [];
    const place = { document, unit: best.unit, unitId: passages.unitOf(best.id) };
    const scores = { fused: 1 / (i + 1), lexical: 1, dense: 0.8 };
    return [{ ...place, rank: i + 1, best, context: [], cited: false, scores, duplicates: [] }];
  });
  return {
    question,
    passages: found,
    references: [],
    strength: found.length > 0 ? "strong" : "weak",
    weakReason: found.length > 0 ? null : "nothing-found",
    signals: { coverage: 1, known: 1, denseLift: 5, confidence: 0.9 },
    timings: { embedMs: 0, denseMs: 0, lexicalMs: 0, fuseMs: 0, loadMs: 0, totalMs: 1 },
  };
}

function createFakeStore(documents: readonly FakeDocument[]): PassageStore {
  const chunks: Passage[] = documents.flatMap(({ units }, document) =>
    units.map(({ unit, path, text, page }) => ({
      id: 0,
      document,
      unit,
      part: 0,
      path,
      rubric: null,
      page_from: page ?? null,
      page_to: page ?? null,
      text,
    })),
  );
  for (const [id, chunk] of chunks.entries()) chunk.id = id;
  const chunkAt = (id: number) => {
    const chunk = chunks[id];
    if (chunk === undefined) throw new Error(`no chunk ${id}`);
    return chunk;
  };
  return {
    chunkCount: chunks.length,
    unitCount: chunks.length,
    documents: documents.map(({ path, title, norm, units }, id) => ({
      id,
      path,
      title,
      norm: norm ?? null,
      sha256: "0".repeat(64),
      bytes: 1000,
      format: path.endsWith(".pdf") ? "pdf" : "docx",
      pages: path.endsWith(".pdf") ? Math.max(1, ...units.map(({ page = 1 }) => page)) : null,
    })),
    unitOf: (chunk) => chunkAt(chunk).id,
    unit: (id) => {
      const { document, text } = chunkAt(id);
      return { id, document, firstChunk: id, chunkCount: 1, chars: text.length };
    },
    findUnits: (document, name) =>
      chunks.filter((chunk) => chunk.document === document && chunk.unit === name).map(({ id }) => id),
    unitNames: (document) =>
      chunks.flatMap((chunk) => (chunk.document === document && chunk.unit !== null ? [chunk.unit] : [])),
    unitCounts: () =>
      documents.map(({ units }, document) => ({
        document,
        articles: units.filter(({ unit }) => unit?.startsWith("art")).length,
        sumulas: units.filter(({ unit }) => unit?.startsWith("sumula")).length,
      })),
    passages: (first, count) => chunks.slice(first, first + count),
    unitText: (id) => chunkAt(id).text,
    close: () => undefined,
  };
}
