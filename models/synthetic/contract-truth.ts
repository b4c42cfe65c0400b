/**
 * What the generator of contracts knows of its own law: chances that no model of the same facts can beat. The level
 * of use behind the logins is hidden; it is followed on a grid by Bayes' rule, exactly but for the grid.
 */
export interface UsageLaw {
  /** P(ends in the next month) after a month of this age with these facts. */
  hazard(age: number, logins: number, tickets: number, late: number): number;
  /** From this age on the hazard no longer changes with age. */
  readonly settledAge: number;
  /** The level at the start is normal around `mean`; each month it goes `pull` of the way back and takes a normal step. */
  readonly mean: number;
  readonly startSd: number;
  readonly stepSd: number;
  readonly pull: number;
  /** Logins a month are Poisson with exp(level), at most this. */
  readonly mostLogins: number;
  readonly ticketRate: number;
  readonly lateShare: number;
}

/** Levels of the grid: far beyond what 38 months of steps of .25 reach; the step is half a month's standard deviation. */
const low = -3;
const step = 0.125;
const size = 97;
/** A month moves no level by more than four standard deviations, 1.0, and its pull. */
const reach = 9;

const levelAt = (i: number): number => low + step * i;

function poissonTable(rate: number, most: number): Float64Array {
  const table = new Float64Array(most + 1);
  let term = Math.exp(-rate);
  for (let n = 0; n <= most; n++) {
    table[n] = term;
    term *= rate / (n + 1);
  }
  return table;
}

function normalised(weights: Float64Array): Float64Array {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

const normalWeight = (x: number, sd: number): number => Math.exp(-0.5 * (x / sd) ** 2);

/** Logins that a month of the highest rate has once in a million months. */
const mostCounted = 64;
const mostTickets = 6;

export interface MonthFacts {
  readonly age: number;
  readonly logins: number;
  readonly tickets: number;
  readonly late: number;
}

/**
 * For the months of one contract, whose earlier months up to `seenFrom` nobody recorded:
 * P(ends within the three months after each), given its recorded facts up to that month and that it had not ended.
 */
export type ContractTruth = (months: readonly MonthFacts[]) => number[];

export function contractTruth(law: UsageLaw): ContractTruth {
  const rates = Array.from({ length: size }, (_, i) => Math.min(law.mostLogins, Math.exp(levelAt(i))));
  const logins = rates.map((rate) => poissonTable(rate, mostCounted));
  const tickets = poissonTable(law.ticketRate, mostTickets);
  // How likely each level is after a month, from each level: a band, and it adds up to 1.
  const moves = Array.from({ length: size }, (_, from) => {
    const middle = levelAt(from) - law.pull * (levelAt(from) - law.mean);
    return normalised(
      Float64Array.from({ length: 2 * reach + 1 }, (_, k) => {
        const to = from + k - reach;
        return to < 0 || to >= size ? 0 : normalWeight(levelAt(to) - middle, law.stepSd);
      }),
    );
  });
  /** P(not ended by a month of this age), before its facts are known, by level. */
  const kept = new Map<number, Float64Array>();
  const keptAt = (age: number): Float64Array => {
    const known = Math.min(age, law.settledAge);
    let found = kept.get(known);
    if (found === undefined) {
      const byLogins = Float64Array.from({ length: mostCounted + 1 }, (_, n) => {
        let stays = 0;
        for (let t = 0; t <= mostTickets; t++)
          for (const late of [0, 1])
            stays +=
              (tickets[t] ?? 0) *
              (late === 1 ? law.lateShare : 1 - law.lateShare) *
              (1 - law.hazard(known, n, t, late));
        return stays;
      });
      found = Float64Array.from(logins, (table) =>
        table.reduce((sum, chance, n) => sum + chance * (byLogins[n] ?? 0), 0),
      );
      kept.set(known, found);
    }
    return found;
  };
  const forward = (now: Float64Array): Float64Array => {
    const next = new Float64Array(size);
    now.forEach((weight, from) => {
      const row = moves[from];
      if (weight < 1e-12 || row === undefined) return;
      for (let k = 0; k <= 2 * reach; k++) {
        const to = from + k - reach;
        if (to >= 0 && to < size) next[to] = (next[to] ?? 0) + weight * (row[k] ?? 0);
      }
    });
    return next;
  };
  const weighted = (now: Float64Array, by: Float64Array): Float64Array =>
    now.map((weight, i) => weight * (by[i] ?? 0));
  const total = (now: Float64Array): number => now.reduce((sum, weight) => sum + weight, 0);

  return (months) => {
    const start = Float64Array.from({ length: size }, (_, i) =>
      normalWeight(levelAt(i) - law.mean, law.startSd),
    );
    let level = forward(normalised(start));
    const first = months[0]?.age ?? 1;
    // Of the months that nobody recorded it is known that the contract outlived them, which speaks for much use.
    for (let age = 1; age < first; age++) level = forward(normalised(weighted(level, keptAt(age))));
    return months.map((month, i) => {
      if (i > 0) level = forward(level);
      level = normalised(
        level.map((weight, l) => weight * (logins[l]?.[Math.min(month.logins, mostCounted)] ?? 0)),
      );
      const next = weighted(forward(level), keptAt(month.age + 1));
      const stays = total(weighted(forward(next), keptAt(month.age + 2)));
      return 1 - (1 - law.hazard(month.age, month.logins, month.tickets, month.late)) * stays;
    });
  };
}
