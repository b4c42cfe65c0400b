/** Value and gradient of a function at `x`; the gradient is written into `gradient`. Infinity where it is not defined. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

export interface Minimum {
  readonly x: Float64Array;
  readonly value: number;
  readonly steps: number;
}

export interface MinimiseOptions {
  /** Default 200. */
  readonly maxSteps?: number;
  /** It stops when a step gains less than this. Default 1e-6. */
  readonly tolerance?: number;
}

/**
 * The BFGS method with a backtracking line search (Nocedal & Wright 2006, algorithm 6.1): finds a local minimum of a
 * smooth function of a few dozen variables, each of the order of 1.
 */
export function minimise(
  objective: Objective,
  start: Float64Array,
  { maxSteps = 200, tolerance = 1e-6 }: MinimiseOptions = {},
): Minimum {
  const n = start.length;
  const x = Float64Array.from(start);
  const gradient = new Float64Array(n);
  let value = objective(x, gradient);
  if (n === 0 || !Number.isFinite(value)) return { x, value, steps: 0 };
  const inverse = new Float64Array(n * n);
  const direction = new Float64Array(n);
  const nextX = new Float64Array(n);
  const nextGradient = new Float64Array(n);
  const difference = new Float64Array(n);
  const hy = new Float64Array(n);
  const reset = (): void => {
    inverse.fill(0);
    let size = 0;
    for (let i = 0; i < n; i++) size = Math.max(size, Math.abs(gradient[i] ?? 0));
    // The first step then moves no variable by more than a tenth.
    for (let i = 0; i < n; i++) inverse[i * n + i] = Math.min(1, 0.1 / (size || 1));
  };
  reset();
  let fresh = true;
  let steps = 0;
  let idle = 0;
  while (steps < maxSteps) {
    let slope = 0;
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let j = 0; j < n; j++) sum -= (inverse[i * n + j] ?? 0) * (gradient[j] ?? 0);
      direction[i] = sum;
      slope += sum * (gradient[i] ?? 0);
    }
    if (!(slope < 0)) {
      if (fresh) break;
      reset();
      fresh = true;
      continue;
    }
    let scale = 1;
    let next = Number.POSITIVE_INFINITY;
    for (let tries = 0; tries < 25; tries++) {
      for (let i = 0; i < n; i++) nextX[i] = (x[i] ?? 0) + scale * (direction[i] ?? 0);
      next = objective(nextX, nextGradient);
      if (next <= value + 1e-4 * scale * slope) break;
      // Where the value is known, the parabola through it, its slope and the new value says how far to go back.
      const parabola = Number.isFinite(next) ? (-0.5 * slope * scale) / ((next - value) / scale - slope) : 0;
      scale = Math.min(Math.max(parabola, 0.1 * scale), 0.5 * scale);
      next = Number.POSITIVE_INFINITY;
    }
    steps++;
    if (!(next < value)) {
      if (fresh) break;
      reset();
      fresh = true;
      continue;
    }
    let sy = 0;
    for (let i = 0; i < n; i++) {
      const s = (nextX[i] ?? 0) - (x[i] ?? 0);
      const y = (nextGradient[i] ?? 0) - (gradient[i] ?? 0);
      direction[i] = s;
      difference[i] = y;
      sy += s * y;
    }
    const gain = value - next;
    x.set(nextX);
    gradient.set(nextGradient);
    value = next;
    idle = gain < tolerance ? idle + 1 : 0;
    if (idle >= 2) break;
    if (sy > 1e-12) {
      let yhy = 0;
      if (fresh) {
        let yy = 0;
        for (let i = 0; i < n; i++) yy += (difference[i] ?? 0) ** 2;
        for (let i = 0; i < n; i++) inverse[i * n + i] = sy / yy;
      }
      for (let i = 0; i < n; i++) {
        let sum = 0;
        for (let j = 0; j < n; j++) sum += (inverse[i * n + j] ?? 0) * (difference[j] ?? 0);
        hy[i] = sum;
        yhy += sum * (difference[i] ?? 0);
      }
      const a = (1 + yhy / sy) / sy;
      for (let i = 0; i < n; i++) {
        const si = direction[i] ?? 0;
        const hi = hy[i] ?? 0;
        for (let j = 0; j < n; j++) {
          const at = i * n + j;
          const sj = direction[j] ?? 0;
          inverse[at] = (inverse[at] ?? 0) + a * si * sj - (hi * sj + si * (hy[j] ?? 0)) / sy;
        }
      }
      fresh = false;
    }
  }
  return { x, value, steps };
}
