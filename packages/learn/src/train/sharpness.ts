import { softmax } from './softmax.js';

/**
 * The factor on margins that gives the least log loss on rows the model was not trained on ("temperature scaling", Guo et al.
 * 2017, as 1 / T), by golden section between .05 and 20. Order and labels stay as they are.
 * @param margins rows x classes. @param y class numbers.
 * @throws RangeError for no rows or mismatched lengths.
 */
export function fitSharpness(margins: Float64Array, y: ArrayLike<number>, classes: number): number {
  if (y.length === 0 || margins.length !== y.length * classes)
    throw new RangeError(`${margins.length} margins do not fit ${y.length} rows of ${classes} classes`);
  const one = new Float64Array(classes);
  const p = new Float64Array(classes);
  const loss = (log: number): number => {
    const factor = Math.exp(log);
    let sum = 0;
    for (let i = 0; i < y.length; i++) {
      for (let k = 0; k < classes; k++) one[k] = factor * (margins[i * classes + k] ?? 0);
      sum += softmax(one, p, classes) - (one[y[i] ?? 0] ?? 0);
    }
    return sum;
  };
  const ratio = (Math.sqrt(5) - 1) / 2;
  let low = Math.log(0.05);
  let high = Math.log(20);
  for (let round = 0; round < 40; round++) {
    const left = high - ratio * (high - low);
    const right = low + ratio * (high - low);
    if (loss(left) < loss(right)) high = right;
    else low = left;
  }
  return Math.exp((low + high) / 2);
}
