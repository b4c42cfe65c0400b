/** The least value of a function found by BFGS, and how sure its place is. */
export interface Minimum {
  readonly at: Float64Array;
  readonly value: number;
  readonly converged: boolean;
}

type Objective = (at: Float64Array) => number;

/** Central differences lose a third of the digits; this step balances rounding against curvature for values near 1. */
const gradientStep = 1e-5;

function gradientOf(f: Objective, at: Float64Array): Float64Array {
  const moved = Float64Array.from(at);
  return at.map((value, j) => {
    moved[j] = value + gradientStep;
    const above = f(moved);
    moved[j] = value - gradientStep;
    const below = f(moved);
    moved[j] = value;
    return (above - below) / (2 * gradientStep);
  });
}

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += (a[j] ?? 0) * (b[j] ?? 0);
  return sum;
};

/**
 * BFGS with a backtracking line search (Nocedal & Wright 2006, algorithm 6.1) and numeric gradients: for smooth functions of a
 * handful of parameters of like scale, such as logarithms. `f` may answer NaN or ∞ outside its domain; the step is then halved.
 * @param tolerance largest |gradient| at which the search is over.
 */
export function minimize(f: Objective, start: ArrayLike<number>, tolerance = 1e-4): Minimum {
  const n = start.length;
  let at = Float64Array.from(start);
  let value = f(at);
  let gradient = gradientOf(f, at);
  let inverse = identity(n);
  let fresh = true;
  for (let round = 0; round < 500; round++) {
    if (gradient.every((g) => Math.abs(g) <= tolerance)) return { at, value, converged: true };
    let direction = at.map((_, i) => -dot(inverse.subarray(i * n, i * n + n), gradient));
    let slope = dot(direction, gradient);
    if (!(slope < 0)) {
      inverse = identity(n);
      fresh = true;
      direction = gradient.map((g) => -g);
      slope = dot(direction, gradient);
    }
    // A parameter is a logarithm: more than a factor of e² at once has left the region that the quadratic knows.
    const longest = Math.max(...direction.map(Math.abs));
    let scale = Math.min(1, 2 / longest);
    let next = at;
    let found = value;
    for (let halving = 0; halving < 50; halving++, scale /= 2) {
      next = at.map((v, j) => v + scale * (direction[j] ?? 0));
      found = f(next);
      if (found <= value + 1e-4 * scale * slope) break;
      found = value;
    }
    if (!(found < value)) {
      if (fresh) return { at, value, converged: gradient.every((g) => Math.abs(g) <= 100 * tolerance) };
      inverse = identity(n);
      fresh = true;
      continue;
    }
    const nextGradient = gradientOf(f, next);
    const moved = next.map((v, j) => v - (at[j] ?? 0));
    const turned = nextGradient.map((g, j) => g - (gradient[j] ?? 0));
    inverse = updated(inverse, moved, turned, fresh);
    fresh = false;
    [at, value, gradient] = [next, found, nextGradient];
  }
  return { at, value, converged: false };
}

const identity = (n: number): Float64Array =>
  Float64Array.from({ length: n * n }, (_, k) => (k % (n + 1) === 0 ? 1 : 0));

/** The BFGS update of the inverse Hessian, equation 6.17; skipped where the curvature found is not positive. */
function updated(inverse: Float64Array, s: Float64Array, y: Float64Array, first: boolean): Float64Array {
  const n = s.length;
  const sy = dot(s, y);
  if (!(sy > 1e-14)) return inverse;
  const scaled = first ? inverse.map((h) => (h * sy) / dot(y, y)) : inverse;
  const hy = s.map((_, i) => dot(scaled.subarray(i * n, i * n + n), y));
  const factor = (1 + dot(y, hy) / sy) / sy;
  return scaled.map((h, k) => {
    const i = Math.floor(k / n);
    const j = k % n;
    const [si, sj] = [s[i] ?? 0, s[j] ?? 0];
    return h + factor * si * sj - ((hy[i] ?? 0) * sj + si * (hy[j] ?? 0)) / sy;
  });
}

/** The matrix of second derivatives of `f` at `at`, row-major, by central differences. */
export function hessianOf(f: Objective, at: Float64Array, step = 1e-3): Float64Array {
  const n = at.length;
  const out = new Float64Array(n * n);
  const moved = Float64Array.from(at);
  const value = (i: number, di: number, j: number, dj: number): number => {
    moved.set(at);
    moved[i] = (moved[i] ?? 0) + di * step;
    moved[j] = (moved[j] ?? 0) + dj * step;
    return f(moved);
  };
  const middle = f(at);
  for (let i = 0; i < n; i++) {
    out[i * n + i] = (value(i, 1, i, 0) - 2 * middle + value(i, -1, i, 0)) / (step * step);
    for (let j = 0; j < i; j++) {
      const mixed = value(i, 1, j, 1) - value(i, 1, j, -1) - value(i, -1, j, 1) + value(i, -1, j, -1);
      out[i * n + j] = mixed / (4 * step * step);
      out[j * n + i] = out[i * n + j] ?? 0;
    }
  }
  return out;
}
