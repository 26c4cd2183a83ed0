import { expect, test } from "bun:test";
import stored from "./question-examples.json";
import { openQuestionExamples, type StoredExamples, StoredExamplesSchema } from "./question-examples.ts";

/** Fifty examples of two numbers: those of the code lie along the first, those of tenancy along the second. */
const examples: StoredExamples = {
  model: "m",
  dim: 2,
  scale: 100,
  norms: Array.from({ length: 50 }, (_, at) => (at < 25 ? ["lei 10406"] : ["lei 8245", "lei 1"])),
  vectors: Buffer.from(
    new Int8Array(Array.from({ length: 50 }, (_, at) => (at < 25 ? [100, 0] : [0, 100])).flat()).buffer,
  ).toString("base64"),
};
const code = { norm: { kind: "lei", number: "10406", year: 2002 } } as const;
const tenancy = { norm: { kind: "lei", number: "8245", year: 1991 } } as const;
const open = (documents: Parameters<typeof openQuestionExamples>[0]["documents"], embedModel = "m") =>
  openQuestionExamples({ embedModel, documents, examples });

test("a question near to examples that the index answers leads, one near to others lags", () => {
  const opened = open([code, { norm: null }]);
  expect(opened?.lead(Float32Array.of(1, 0))).toBeCloseTo(1, 6);
  expect(opened?.lead(Float32Array.of(0, 1))).toBeCloseTo(-1, 6);
});

test("what an index answers depends on the norms that it holds", () => {
  expect(open([tenancy])?.lead(Float32Array.of(0, 1))).toBeCloseTo(1, 6);
});

test("an index that answers none or all of them, and another model, have no examples", () => {
  expect(open([])).toBeNull();
  expect(open([code, tenancy])).toBeNull();
  expect(open([code], "another")).toBeNull();
});

test("an example can be left out", () => {
  const near = Int8Array.from({ length: 100 }, (_, at) => (at === 0 ? 100 : at % 2 === 0 ? 50 : 0));
  const one = { ...examples, vectors: Buffer.from(near.buffer).toString("base64") };
  const opened = openQuestionExamples({ embedModel: "m", documents: [code], examples: one });
  expect(opened?.lead(Float32Array.of(1, 0))).toBeCloseTo(0.5, 6);
  expect(opened?.lead(Float32Array.of(1, 0), 0)).toBeCloseTo(0, 6);
});

test("an index that answers next to none of them has no examples", () => {
  const few = { ...examples, norms: examples.norms.map((norms, at) => (at < 10 ? norms : [])) };
  expect(openQuestionExamples({ embedModel: "m", documents: [code], examples: few })).toBeNull();
});

test("the stored examples are whole: a vector of length one for each", () => {
  const { norms, dim, scale, vectors } = StoredExamplesSchema.parse(stored);
  const numbers = new Int8Array(Buffer.from(vectors, "base64"));
  expect(numbers).toHaveLength(norms.length * dim);
  for (const at of norms.keys()) {
    const row = numbers.subarray(at * dim, (at + 1) * dim);
    const length = Math.sqrt(row.reduce((sum, value) => sum + (value / scale) ** 2, 0));
    expect(Math.abs(length - 1)).toBeLessThan(0.02);
  }
});
