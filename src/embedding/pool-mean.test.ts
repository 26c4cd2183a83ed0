import { expect, test } from "bun:test";
import { mean_pooling, Tensor } from "@huggingface/transformers";
import fc from "fast-check";
import { poolMean } from "./pool-mean.ts";

test("not a bit differs from what transformers.js makes of the same tokens", () => {
  const value = fc.float({ noNaN: true, min: -8, max: 8 }).filter((x) => x === 0 || Math.abs(x) > 1e-3);
  const tokens = fc
    .tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 40 }))
    .chain(([count, dim]) =>
      fc.record({
        count: fc.constant(count),
        dim: fc.constant(dim),
        values: fc.array(value, { minLength: count * dim, maxLength: count * dim }),
      }),
    );
  fc.assert(
    fc.property(tokens, ({ count, dim, values }) => {
      const hidden = new Tensor("float32", Float32Array.from(values), [1, count, dim]);
      const mask = new Tensor("int64", new BigInt64Array(count).fill(1n), [1, count]);
      const expected = mean_pooling(hidden, mask).normalize(2, -1);
      expect(poolMean(Float32Array.from(values), count)).toEqual(
        Float32Array.from(expected.data as Float32Array),
      );
    }),
    { numRuns: 300 },
  );
});
