/**
 * The mean of the tokens' vectors, at length 1. Rounded at each step as `mean_pooling` and `normalize` of transformers.js
 * round, so that not a bit of a vector depends on which of the two has made it; those take a tenth of the model's time.
 * @param tokens vectors of single tokens, laid end to end
 * @param count how many
 */
export function poolMean(tokens: Float32Array, count: number): Float32Array {
  const dim = tokens.length / count;
  const sums = new Float64Array(dim);
  for (let token = 0, at = 0; token < count; token++) {
    for (let i = 0; i < dim; i++, at++) sums[i] = (sums[i] ?? 0) + (tokens[at] ?? 0);
  }
  const mean = Float32Array.from(sums, (sum) => sum / count);
  let squares = 0;
  for (const value of mean) squares = Math.fround(squares + value * value);
  const length = Math.fround(squares ** 0.5);
  return mean.map((value) => value / length);
}
