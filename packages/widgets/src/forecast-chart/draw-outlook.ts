import type { Outlook } from '@aicrm/client/outlook/types';
import type { ChartSpec, Mark } from '../charts/chart-types.js';
import { stepName, type ValueFormat } from '../charts/format.js';
import { type Band, type Line, type LineChart, lineChart } from '../charts/line-chart.js';
import type { ForecastMessages } from '../locales/forecast-messages.js';

/** An outlook as a chart, and the names of what it shows for the legend. */
export interface Drawn {
  readonly spec: ChartSpec;
  readonly legend: readonly { readonly name: string; readonly mark: Mark }[];
}

/**
 * What is drawn follows what is known. Where the forecast is no better than last year's numbers, those are drawn as
 * plainly as the forecast, which steps back; looking back, each forecast stands beside what came and what last year's
 * numbers would have said.
 */
export function drawOutlook(
  outlook: Outlook,
  words: ForecastMessages,
  format: ValueFormat,
  language: string,
  compact: boolean,
): Drawn {
  const { actual, mean, low80, high80, low95, high95, lastYear, now, backtest, pipeline, sureness } = outlook;
  const doubtful = sureness.verdict === 'no-better';
  const ink = doubtful ? 'quiet' : 'main';
  const last = actual[now - 1];
  const lead =
    last !== undefined && Number.isFinite(last) ? { lead: { at: now - 1, value: last } } : undefined;
  const lines: Line[] = [
    { name: words.history, values: actual, ink: 'main' },
    { name: words.forecast, values: mean, ink, stroke: 'dashed', ...lead },
  ];
  const bands: Band[] = [
    { name: words.range95, low: low95, high: high95, ink, wide: true, ...lead },
    { name: words.range80, low: low80, high: high80, ink, ...lead },
  ];
  if (backtest) {
    lines.push({
      name: words.saidThen,
      values: backtest.mean,
      ink: '4',
      stroke: 'dashed',
      breaks: backtest.lookbacks.map(({ from }) => from),
    });
    bands.unshift({
      name: words.saidThenRange,
      low: backtest.low80,
      high: backtest.high80,
      ink: '4',
      wide: true,
    });
  }
  if (backtest || doubtful)
    lines.push({
      name: words.lastYear,
      values: backtest
        ? lastYear.map((value, i) => (Number.isFinite(value) ? value : (backtest.lastYear[i] ?? Number.NaN)))
        : lastYear,
      ink: '3',
      stroke: doubtful ? 'dashed' : 'dotted',
      breaks: [...(backtest?.lookbacks.map(({ from }) => from) ?? []), now],
    });
  const columns = pipeline
    ? [
        {
          name: words.expectedDeals,
          range: words.expectedDealsRange,
          values: pipeline.expected,
          low: pipeline.low80,
          high: pipeline.high80,
          ink: '2' as const,
        },
      ]
    : [];
  const points = outlook.unfinished
    ? [{ at: outlook.unfinished.at, value: outlook.unfinished.sum, name: words.soFar, ink: '3' as const }]
    : [];
  const goals = outlook.goals.map(({ at, value }) => ({ at, value, name: words.target }));
  const name = (i: number): string => stepName(outlook.dates[i] ?? '', outlook.grain, language);
  const end = outlook.dates.length - 1;
  const data: LineChart = {
    label: words.chart(outlook.label, name(0), name(end)),
    ...{ language, dates: outlook.dates, grain: outlook.grain, format },
    ...{ lines, bands, columns, points, goals },
    spans: [{ from: now - 0.5, to: end + 0.5, label: words.forecast }],
    // Look-backs are all of interest; of the history alone a year is enough where there is no more room.
    focus: backtest ? 0 : Math.max(0, now - 12),
    ...(compact ? { height: 180 } : {}),
  };
  return {
    spec: lineChart(data),
    legend: [
      ...lines.map(({ name: of, ink: own, stroke = 'solid' }) => ({ name: of, mark: { ink: own, stroke } })),
      ...[...bands].reverse().map(({ name: of, ink: own, wide }) => ({
        name: of,
        mark: { ink: own, stroke: wide ? ('area-wide' as const) : ('area' as const) },
      })),
      ...columns.map(({ name: of, ink: own }) => ({ name: of, mark: { ink: own, stroke: 'bar' as const } })),
      ...points.map(({ name: of, ink: own }) => ({ name: of, mark: { ink: own, stroke: 'point' as const } })),
      ...(goals.length > 0
        ? [{ name: words.target, mark: { ink: 'bad' as const, stroke: 'solid' as const } }]
        : []),
    ],
  };
}
