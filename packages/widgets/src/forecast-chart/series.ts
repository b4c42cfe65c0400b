import type { SalesForecastFile } from '@aicrm/schema/analysis';
import type { ForecastMessages } from '../locales/forecast-messages.js';

export type Series = SalesForecastFile['series'][number];

/** How a level is named in an attribute: "total", or its path joined as in "region/North". */
export const keyOf = ({ path }: Pick<Series, 'path'>): string =>
  path.length === 0 ? 'total' : path.join('/');

/** The level that is asked for, else the total, else the first there is. */
export function seriesFor(file: SalesForecastFile, level: string): Series | undefined {
  const find = (key: string): Series | undefined => file.series.find((one) => keyOf(one) === key);
  return find(level) ?? find('total') ?? file.series[0];
}

/** Levels by what they are of, in the file's order: the total alone, then regions, products, reps. */
export function groupsOf(
  { series }: SalesForecastFile,
  words: ForecastMessages,
): { readonly name: string; readonly members: readonly Series[] }[] {
  const groups = new Map<string, Series[]>();
  for (const one of series) {
    const [kind = ''] = one.path;
    const own = groups.get(kind);
    if (own) own.push(one);
    else groups.set(kind, [one]);
  }
  const names: Readonly<Record<string, string>> = words.levels;
  return [...groups].map(([kind, members]) => ({
    name: Object.hasOwn(names, kind) ? (names[kind] ?? kind) : kind,
    members,
  }));
}

const usual: Readonly<Record<string, readonly number[]>> = {
  day: [7, 14, 28, 90],
  week: [4, 13, 26, 52],
  month: [3, 6, 12, 24],
  quarter: [2, 4, 8],
  year: [1, 2, 3, 5],
};

/** Horizons to choose from: the usual ones that the model reaches, its own, and the one that is set. */
export function horizonsFor({ grain, horizon }: Series['model'], set: number): number[] {
  const within = (usual[grain] ?? []).filter((steps) => steps <= horizon);
  return [...new Set([...within, horizon, set])].sort((a, b) => a - b);
}

/** Steps ahead to show: what is set, else one season where the model reaches as far. */
export function horizonOf({ horizon, period, grain }: Series['model'], set: string | undefined): number {
  const wanted = set === undefined || set.trim() === '' ? Number.NaN : Math.round(Number(set));
  if (Number.isFinite(wanted)) return Math.max(1, Math.min(horizon, wanted));
  const season = Math.max(period, grain === 'day' ? 14 : 6);
  return Math.min(horizon, season);
}
