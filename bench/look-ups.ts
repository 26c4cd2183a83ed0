#!/usr/bin/env bun
/**
 * How long exact look-ups, what is offered while somebody types, and searches of some documents take in a running process,
 * on the revision in service:
 *
 *   bun bench/look-ups.ts [ROUNDS]      default 200
 */
import { readConfig } from "../src/config.ts";
import { quantile } from "../src/evaluation/evaluate.ts";
import { createLogger } from "../src/log.ts";
import { createDocumentFilters } from "../src/retrieval/document-filter.ts";
import { openRevision } from "../src/revisions/open-revision.ts";
import { openStorage } from "../src/revisions/storage.ts";
import { createLookUps } from "../src/serving/create-look-ups.ts";

/** Discord shows so many choices. */
const CHOICES = 25;
const rounds = Number(process.argv[2] ?? 200);
const config = readConfig(process.env, process.cwd());
const storage = openStorage(config.storageDir);
const current = storage.current();
if (current === null) throw new Error(`no revision is in service in ${config.storageDir}: ./vade reindex`);
const revision = await openRevision({
  dir: storage.revisionDir(current),
  engine: config.vectorEngine,
  kernelPath: config.kernelPath,
  mend: false,
  log: createLogger({ level: config.logLevel, readable: false }),
});
const { vectors, lexical, passages } = revision;
const links = { document: (path: string) => path, source: (path: string) => path };
const open = () => createLookUps({ passages, links });

const startedMs = performance.now();
open().completeLaw("", CHOICES);
const firstMs = performance.now() - startedMs;
process.stdout.write(
  `${passages.chunkCount} chunks of ${passages.documents.length} documents, engine ${vectors.engine} (${vectors.variant}); ` +
    `the first list of laws takes ${firstMs.toFixed(1)} ms\n\n| what | p50 ms | p99 ms | max ms |\n| --- | --- | --- | --- |\n`,
);

const lookUps = open();
const [first] = passages.documents;
const half = passages.documents.filter(({ id }) => id % 2 === 0).map(({ path }) => path);
const filterBy = createDocumentFilters(passages);
const one = filterBy([first?.path ?? ""]);
const many = filterBy(half);
const query = vectors.vector(Math.floor(vectors.count / 2));
const terms = lexical.parse("quais são os direitos de quem assina um contrato de adesão?");
const WORK: [string, () => unknown][] = [
  ["laws for `codigo c`", () => lookUps.completeLaw("codigo c", CHOICES)],
  ["articles for nothing typed", () => lookUps.completeUnit(first?.path ?? "", "", CHOICES)],
  ["articles for `1`", () => lookUps.completeUnit(first?.path ?? "", "1", CHOICES)],
  ["documents for `lei`", () => lookUps.completeDocument("lei", CHOICES)],
  ["an article, whole", () => lookUps.lookUp({ law: first?.path ?? "", unit: "1" })],
  ["a filter of one document, made", () => filterBy([first?.path ?? ""])],
  ["vectors: 300 of all", () => vectors.search(query, 300)],
  ["vectors: 300 of every other document", () => vectors.search(query, 300, many?.chunks)],
  ["vectors: 300 of one document", () => vectors.search(query, 300, one?.chunks)],
  ["words: 100 of all", () => lexical.search(terms, 100)],
  ["words: 100 of one document", () => lexical.search(terms, 100, one?.units)],
];
for (const [name, work] of WORK) {
  for (let round = 0; round < rounds / 10; round++) work();
  const times = Array.from({ length: rounds }, () => {
    const beganMs = performance.now();
    work();
    return performance.now() - beganMs;
  }).sort((a, b) => a - b);
  const cells = [quantile(times, 0.5), quantile(times, 0.99), times.at(-1) ?? 0].map((ms) => ms.toFixed(3));
  process.stdout.write(`| ${name} | ${cells.join(" | ")} |\n`);
}
revision.close();
