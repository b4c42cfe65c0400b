import { combinationForecast } from '@aicrm/learn/forecast/combination-state';
import { createRandom } from '@aicrm/learn/random';
import { trainBoosting } from '@aicrm/learn/train/boosting';
import { fitBgNbd } from '@aicrm/learn/train/clv-bg-nbd';
import { fitCombination } from '@aicrm/learn/train/forecast/combination';
import { betaDraw, exponentialDraw, gammaDraw } from '@aicrm/learn/value/draws';
import { syntheticRows } from './data.js';
import { COLUMNS, ROWS } from './model.js';

export const SERIES = 8;
const MONTHS = 96;
const HORIZON = 18;
/** As many customers as CDNOW has in the paper, and as many weeks. */
export const CUSTOMERS = 2_357;
const WEEKS = 39;

const once = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
};

const large = once(() => syntheticRows(ROWS, COLUMNS, 11));

/** Monthly sales with level, trend, season and noise of their own; made data. */
const series = once(() => {
  const random = createRandom(5);
  return Array.from({ length: SERIES }, () => {
    const level = 200 + random.int(5_000);
    const trend = level * 0.01 * random.normal();
    const season = Array.from({ length: 12 }, () => 0.2 * level * random.normal());
    return Float64Array.from({ length: MONTHS }, (_, t) =>
      Math.max(1, level + trend * t + (season[t % 12] ?? 0) + 0.1 * level * random.normal()),
    );
  });
});

/** Customers who buy and leave by BG/NBD itself, with the parameters of the paper. */
const histories = once(() => {
  const random = createRandom(6);
  return Array.from({ length: CUSTOMERS }, () => {
    const rate = gammaDraw(random, 0.243) / 4.414;
    const leaves = betaDraw(random, 0.793, 2.426);
    const T = WEEKS - random.int(12);
    let [x, tx, at] = [0, 0, 0];
    for (;;) {
      at += exponentialDraw(random, rate);
      if (at > T) break;
      x++;
      tx = at;
      if (random.next() < leaves) break;
    }
    return { x, tx, T };
  });
});

/** What a night's training does, each answering a number that both hosts must agree on. */
export const modelLoops = {
  'train-large': () => {
    const { x, y } = large();
    const shape = { trees: 300, depth: 6, learningRate: 0.05, rowSample: 1, columnSample: 1 };
    return trainBoosting(x, y, { ...shape, minHessian: 5, seed: 1 }).value.length;
  },
  forecast: () =>
    series().reduce(
      (sum, y) => sum + (combinationForecast(fitCombination(y, 12), HORIZON).mean[HORIZON - 1] ?? 0),
      0,
    ),
  'bg-nbd': () => {
    const fit = fitBgNbd(histories());
    return fit.ok ? fit.value.logLikelihood : Number.NaN;
  },
} as const;
