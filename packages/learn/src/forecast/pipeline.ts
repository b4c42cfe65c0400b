import { createRandom } from '../random.js';

/** An open deal, as far as the forecast needs it. */
export interface OpenDeal {
  /** What it brings when it is won, in major units. */
  readonly amount: number;
  /** Calibrated probability that it is won at all. */
  readonly winProbability: number;
  /** If it is won: the chance of closing in this month (index 0), the next, ... Their sum is at most 1; the rest is later. */
  readonly closeMonthProbabilities: readonly number[];
}

export interface PipelineOptions {
  readonly months: number;
  /** Draws of the simulation; default 2,000, which leaves an error of about 1 % of the spread on a bound of 80 %. */
  readonly draws?: number;
  readonly seed?: number;
}

export interface PipelineMonth {
  /** Exact expectation: Σ amount · P(won) · P(closes in this month | won). */
  readonly mean: number;
  /** Exact variance; deals are taken as independent, which makes it a lower bound where one cause moves many deals. */
  readonly variance: number;
  /** Quantiles of the simulated sum. */
  readonly low95: number;
  readonly low80: number;
  readonly median: number;
  readonly high80: number;
  readonly high95: number;
}

const quantile = (sorted: Float64Array, p: number): number => {
  const at = p * (sorted.length - 1);
  const below = Math.floor(at);
  const from = sorted[below] ?? Number.NaN;
  return from + (at - below) * ((sorted[below + 1] ?? from) - from);
};

function checked({ amount, winProbability, closeMonthProbabilities }: OpenDeal, i: number): void {
  let sum = 0;
  for (const p of closeMonthProbabilities) {
    if (!(p >= 0)) throw new RangeError(`deal ${i} closes in some month with probability ${p}`);
    sum += p;
  }
  if (!Number.isFinite(amount)) throw new RangeError(`deal ${i} has no amount`);
  if (!(winProbability >= 0 && winProbability <= 1) || !(sum <= 1 + 1e-9))
    throw new RangeError(`the probabilities of deal ${i} are not within 0 and 1`);
}

/**
 * What the open deals bring in each of the next months: exact means, and the distribution by simulation (each deal is won
 * or lost once, and closes in one month). The same deals and seed give the same numbers.
 * @throws RangeError when an amount is not finite or probabilities are not.
 */
export function forecastPipeline(deals: readonly OpenDeal[], options: PipelineOptions): PipelineMonth[] {
  const { months, draws = 2_000, seed = 1 } = options;
  for (const [i, deal] of deals.entries()) checked(deal, i);
  const random = createRandom(seed);
  const sums = Array.from({ length: months }, () => new Float64Array(draws));
  for (const { amount, winProbability, closeMonthProbabilities } of deals) {
    for (let draw = 0; draw < draws; draw++) {
      // One uniform number says both whether and when: [0, P) is won, cut into months.
      let left = random.next();
      for (let month = 0; month < closeMonthProbabilities.length; month++) {
        left -= winProbability * (closeMonthProbabilities[month] ?? 0);
        if (left >= 0) continue;
        const sum = sums[month];
        if (sum !== undefined) sum[draw] = (sum[draw] ?? 0) + amount;
        break;
      }
    }
  }
  return sums.map((sum, month) => {
    let [mean, variance] = [0, 0];
    for (const { amount, winProbability, closeMonthProbabilities } of deals) {
      const p = winProbability * (closeMonthProbabilities[month] ?? 0);
      mean += amount * p;
      variance += amount * amount * p * (1 - p);
    }
    sum.sort();
    const at = (p: number): number => quantile(sum, p);
    return {
      mean,
      variance,
      low95: at(0.025),
      low80: at(0.1),
      median: at(0.5),
      high80: at(0.9),
      high95: at(0.975),
    };
  });
}

/** What both said of a month before it was known, at the same distance ahead, and what came. */
export interface PastPair {
  readonly actual: number;
  readonly history: number;
  readonly pipeline: number;
}

/** Months of evidence that equal shares count as. */
const priorMonths = 4;

/**
 * The pipeline's share in the mean of both: inverse mean squared errors (Bates & Granger 1969), drawn towards a half by
 * four months' worth. Null without any past month: then nothing says what the pipeline is worth, and it is not blended.
 */
export function pipelineWeight(past: readonly PastPair[]): number | null {
  const n = past.length;
  if (n === 0) return null;
  let [history, pipeline] = [0, 0];
  for (const pair of past) {
    history += (pair.actual - pair.history) ** 2 / n;
    pipeline += (pair.actual - pair.pipeline) ** 2 / n;
  }
  const raw = history + pipeline > 0 ? history / (history + pipeline) : 0.5;
  return (n * raw + priorMonths * 0.5) / (n + priorMonths);
}

/** Mean and standard deviation of a month. */
export interface Guess {
  readonly mean: number;
  readonly deviation: number;
}

/**
 * Both forecasts of one month as one. The deviation takes errors as fully dependent, since both see the same market: it is
 * then never smaller than the smaller of the two by mere averaging.
 */
export function blend(history: Guess, pipeline: Guess, weight: number): Guess {
  if (!(weight >= 0 && weight <= 1)) throw new RangeError(`a weight of ${weight} is not within 0 and 1`);
  return {
    mean: (1 - weight) * history.mean + weight * pipeline.mean,
    deviation: (1 - weight) * history.deviation + weight * pipeline.deviation,
  };
}
