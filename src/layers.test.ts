import { expect, test } from "bun:test";
import { dirname, join, relative, resolve } from "node:path";

/**
 * The stages, in the order of the data's way: a stage imports only from stages before its own line, and within a line
 * only to the left.
 */
const LAYERS = [
  ["domain", "processes"],
  ["documents", "legal", "embedding", "vectors", "lexical", "hub"],
  ["chunks", "retrieval", "answers", "records", "sources", "revisions"],
  ["evaluation"],
  ["serving"],
  ["web", "discord"],
  ["commands"],
];
const ORDER = LAYERS.flat();

const transpiler = new Bun.Transpiler({ loader: "ts" });

/** Stage of a file of `src`, null for the entries beside the stages. */
function stageOf(path: string): string | null {
  const [stage, ...rest] = relative(import.meta.dir, path).split("/");
  return rest.length > 0 && stage !== undefined ? stage : null;
}

/** Type imports count as well, which the transpiler drops: they are read from the text. */
function importsOf(source: string): string[] {
  const typeImports = [...source.matchAll(/^(?:import|export) type [^;]*? from "(\.[^"]+)";/gms)].map(
    (m) => m[1] ?? "",
  );
  return [...transpiler.scanImports(source).map((found) => found.path), ...typeImports].filter((p) =>
    p.startsWith("."),
  );
}

async function findWrongImports(): Promise<string[]> {
  const wrong: string[] = [];
  for await (const name of new Bun.Glob("**/*.ts").scan(import.meta.dir)) {
    if (
      name.includes(".test.") ||
      name.includes("testing/") ||
      name.includes("testdata/") ||
      name.startsWith("e2e/")
    )
      continue;
    const path = join(import.meta.dir, name);
    const from = stageOf(path);
    if (from === null) continue;
    for (const target of importsOf(await Bun.file(path).text())) {
      const to = stageOf(resolve(dirname(path), target));
      if (to !== null && to !== from && ORDER.indexOf(to) > ORDER.indexOf(from))
        wrong.push(`${name} imports ${target}`);
      if (to === null && from !== "commands")
        wrong.push(`${name} imports ${target}, which only entries and commands may`);
    }
  }
  return wrong;
}

test("every stage has its place in the order", async () => {
  const stages = new Set<string>();
  for await (const name of new Bun.Glob("*/**/*.ts").scan(import.meta.dir))
    stages.add(name.split("/")[0] ?? "");
  stages.delete("e2e");
  stages.delete("testing");
  expect([...stages].filter((stage) => !ORDER.includes(stage))).toEqual([]);
});

test("imports run one way", async () => {
  expect(await findWrongImports()).toEqual([]);
});
