import { afterAll, beforeAll, expect, test } from "bun:test";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createEmbedder, type Embedder } from "./embedder.ts";
import { fingerprintModel, requireSameModel, resolveModel } from "./model.ts";
import { loadTokenCounter } from "./tokenizer.ts";

const modelsDir = resolve(import.meta.dir, "../../assets/models");
const settings = { modelsDir, hubUrl: "http://127.0.0.1:1", cacheDir: join(tmpdir(), "vademecum-no-models") };
const model = resolveModel({ name: "e5-small-pt", ...settings });

const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);

let embedder: Embedder;
beforeAll(async () => {
  embedder = await createEmbedder({ model, workers: 2, threads: 1 });
});
afterAll(() => embedder.close());

test("a vector has length 1 and the model's dimension", async () => {
  const vector = await embedder.embedPassage(
    "São Poderes da União o Legislativo, o Executivo e o Judiciário.",
  );
  expect(vector.length).toBe(384);
  expect(embedder.dim).toBe(384);
  expect(dot(vector, vector)).toBeCloseTo(1, 5);
});

test("a question lies nearer to its answer than to another text", async () => {
  const question = await embedder.embedQuery("qual o prazo da apelação?");
  const answer = await embedder.embedPassage("O prazo para interpor o recurso de apelação é de 15 dias.");
  const other = await embedder.embedPassage(
    "O leite deve ser aquecido até ferver antes de juntar a farinha.",
  );
  expect(dot(question, answer)).toBeGreaterThan(dot(question, other) + 0.03);
});

test("the same text gives the same bytes from every worker, whatever else is asked meanwhile", async () => {
  const text = "É livre a manifestação do pensamento, sendo vedado o anonimato.";
  const vectors = await Promise.all(
    [text, "outro texto qualquer", text, text].map((t) => embedder.embedPassage(t)),
  );
  expect(vectors[2]).toEqual(vectors[0] as Float32Array);
  expect(vectors[3]).toEqual(vectors[0] as Float32Array);
});

test("a passage beyond the model's limit is refused, a question is represented by its beginning", async () => {
  const long = "direito ".repeat(700);
  await expect(embedder.embedPassage(long)).rejects.toMatchObject({ code: "EMBEDDING_FAILED" });
  expect((await embedder.embedQuery(long)).length).toBe(384);
});

test("the event loop goes on while texts are embedded", async () => {
  let ticks = 0;
  const timer = setInterval(() => ticks++, 1);
  await Promise.all(Array.from({ length: 4 }, () => embedder.embedPassage("prazo ".repeat(300))));
  clearInterval(timer);
  expect(ticks).toBeGreaterThan(20);
});

test("tokens are counted as the model counts them", async () => {
  const countTokens = await loadTokenCounter(model);
  expect(countTokens("")).toBe(0);
  expect(countTokens("Art. 5º Todos são iguais perante a lei")).toBeGreaterThan(7);
});

test("a model that does not exist is refused by name", () => {
  expect(() => resolveModel({ name: "nada", ...settings })).toThrow('there is no embedding model "nada"');
});

test("a model whose files are damaged is refused, not waited for", async () => {
  const dir = mkdtempSync(join(tmpdir(), "vademecum-model-"));
  cpSync(join(modelsDir, "e5-small-pt"), join(dir, "broken"), { recursive: true });
  await Bun.write(join(dir, "broken/onnx/model_quantized.onnx"), "not a model");
  const broken = resolveModel({ name: "broken", ...settings, modelsDir: dir });
  await expect(createEmbedder({ model: broken, workers: 1, threads: 1 })).rejects.toMatchObject({
    code: "EMBEDDING_FAILED",
  });
  rmSync(dir, { recursive: true, force: true });
});

test("a model with other weights than those that made an index is refused", async () => {
  const fingerprint = await fingerprintModel(model);
  await requireSameModel(model, fingerprint);
  await expect(requireSameModel(model, fingerprint.replace(/.$/, "x"))).rejects.toMatchObject({
    code: "MODEL_MISMATCH",
  });
});

test("a model of the Hub is fetched once and then read from the cache", async () => {
  const cacheDir = mkdtempSync(join(tmpdir(), "vademecum-cache-"));
  let requests = 0;
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    async fetch(request) {
      requests++;
      const path = new URL(request.url).pathname.replace("/some/e5-copy/resolve/main/", "");
      const file = Bun.file(join(modelsDir, "e5-small-pt", path));
      return (await file.exists()) ? new Response(file) : new Response("Entry not found", { status: 404 });
    },
  });
  const remote = resolveModel({ name: "some/e5-copy", modelsDir, hubUrl: server.url.origin, cacheDir });
  const text = "É livre a manifestação do pensamento.";
  const first = await createEmbedder({ model: remote, workers: 1, threads: 1 });
  expect(await first.embedPassage(text)).toEqual(await embedder.embedPassage(text));
  first.close();
  const fetched = requests;
  expect(fetched).toBeGreaterThan(2);
  await server.stop(true);
  const second = await createEmbedder({ model: remote, workers: 1, threads: 1 });
  expect((await second.embedPassage(text)).length).toBe(384);
  expect(requests).toBe(fetched);
  second.close();
  rmSync(cacheDir, { recursive: true, force: true });
});
