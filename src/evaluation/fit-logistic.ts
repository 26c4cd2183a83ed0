/** One case of a logistic regression: its numbers, what came of it, and how much it counts. */
export interface LogisticCase {
  numbers: readonly number[];
  outcome: boolean;
  weight: number;
}

export interface LogisticFit {
  intercept: number;
  /** One for each number of a case. */
  weights: readonly number[];
}

const STEPS = 50;
/** Of the weights, not of the intercept; on numbers of standard deviation 1. */
const L2 = 1;

/** Fits a logistic regression by Newton's method; the numbers are standardised for the fit and scaled back. */
export function fitLogistic(cases: readonly LogisticCase[]): LogisticFit {
  const width = cases[0]?.numbers.length ?? 0;
  const columns = Array.from({ length: width }, (_, at) => cases.map(({ numbers }) => numbers[at] ?? 0));
  const means = columns.map(meanOf);
  const deviations = columns.map(
    (column) => Math.sqrt(meanOf(column.map((x) => (x - meanOf(column)) ** 2))) || 1,
  );
  const rows = cases.map(({ numbers }) => [
    1,
    ...numbers.map((x, at) => (x - (means[at] ?? 0)) / (deviations[at] ?? 1)),
  ]);
  let solution = new Array<number>(width + 1).fill(0);
  for (let step = 0; step < STEPS; step++) {
    const gradient = solution.map((value, at) => (at === 0 ? 0 : -L2 * value));
    const curvature = solution.map((_, i) => solution.map((_, j): number => (i === j && i > 0 ? L2 : 0)));
    for (const [index, { outcome, weight }] of cases.entries()) {
      const row = rows[index] ?? [];
      const chance = 1 / (1 + Math.exp(-dot(row, solution)));
      for (const [i, x] of row.entries()) {
        gradient[i] = (gradient[i] ?? 0) + weight * (Number(outcome) - chance) * x;
        const line = curvature[i] ?? [];
        for (const [j, z] of row.entries()) line[j] = (line[j] ?? 0) + weight * chance * (1 - chance) * x * z;
      }
    }
    const move = solve(curvature, gradient);
    solution = solution.map((value, at) => value + (move[at] ?? 0));
    if (Math.max(...move.map(Math.abs)) < 1e-9) break;
  }
  const [first = 0, ...scaled] = solution;
  const weights = scaled.map((value, at) => value / (deviations[at] ?? 1));
  return { intercept: first - dot(weights, means), weights };
}

export function chanceOf(fit: LogisticFit, numbers: readonly number[]): number {
  return 1 / (1 + Math.exp(-fit.intercept - dot(fit.weights, numbers)));
}

/** Solves a small symmetric positive definite system by Gauss's elimination. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, at) => [...row, right[at] ?? 0]);
  for (const [at, pivot] of rows.entries()) {
    for (const row of rows.slice(at + 1)) {
      const factor = (row[at] ?? 0) / (pivot[at] ?? 1);
      for (let column = at; column < pivot.length; column++) {
        row[column] = (row[column] ?? 0) - factor * (pivot[column] ?? 0);
      }
    }
  }
  const solution = right.map(() => 0);
  for (let at = rows.length - 1; at >= 0; at--) {
    const row = rows[at] ?? [];
    const known = solution.reduce(
      (sum, value, column) => sum + (column > at ? value * (row[column] ?? 0) : 0),
      0,
    );
    solution[at] = ((row[rows.length] ?? 0) - known) / (row[at] ?? 1);
  }
  return solution;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
}
