import type { ReportCardOf } from '@aicrm/schema/report-card';
import { html, type Markup } from './html.js';
import { amount, course, fact, short, tile, tilesOf } from './parts.js';
import { asTable, tableOf } from './plot.js';
import { reportAbout } from './report-parts.js';
import { own, section } from './sections.js';
import { count, percent } from './words.js';

type Card = ReportCardOf<'forecast'>;
type Step = Card['detail']['ahead'][number];

const whole = (share: number): string => percent(share, 0);

function tiles({ detail }: Card): Markup {
  const { ratio, coverage80, coverage95, lookbacks, grain, ahead, history } = detail;
  const sum = ahead.reduce((total, { mean }) => total + mean, 0);
  return tilesOf([
    ratio === null
      ? tile('Against last year’s numbers', 'not judged', 'too few looks back')
      : tile(
          'Error against last year’s numbers',
          whole(ratio.value),
          `95\u00a0% interval ${whole(ratio.low)} to ${whole(ratio.high)}; below 100\u00a0% is better`,
        ),
    coverage80 === null
      ? tile('Inside the 80\u00a0% interval', '–', 'nothing to look back on')
      : tile(
          'Inside the 80\u00a0% interval',
          whole(coverage80),
          `and ${coverage95 === null ? '–' : whole(coverage95)} inside the one of 95\u00a0%, over ${count(lookbacks.length)} looks back`,
        ),
    tile('Said for the next', amount(sum), `in all, over ${count(ahead.length)} ${grain}s`),
    tile('Learned from', `${count(history.length)} ${grain}s`, `season of ${count(detail.season)}`),
  ]);
}

const bandsOf = (before: number, steps: readonly Step[], after: number) => {
  const pad = (n: number): null[] => Array.from({ length: n }, () => null);
  const of = (pick: (step: Step) => number) => [...pad(before), ...steps.map(pick), ...pad(after)];
  return [
    {
      name: '95 % interval',
      kind: 'wide' as const,
      low: of(({ low95 }) => low95),
      high: of(({ high95 }) => high95),
    },
    {
      name: '80 % interval',
      kind: 'narrow' as const,
      low: of(({ low80 }) => low80),
      high: of(({ high80 }) => high80),
    },
  ];
};

/** History as long as three seasons, so that a person sees one come back. */
const shown = (season: number): number => Math.max(24, Math.min(120, 3 * season));

function ahead({ detail }: Card): Markup {
  const past = detail.history.slice(-shown(detail.season));
  const n = past.length;
  const stepRows = detail.ahead.map((step) => [
    step.at,
    amount(step.mean),
    `${amount(step.low80)} to ${amount(step.high80)}`,
    `${amount(step.low95)} to ${amount(step.high95)}`,
  ]);
  return section(
    'ahead',
    'What it says',
    course({
      title: `${detail.label} by ${detail.grain}: history and forecast`,
      places: [...past.map(({ at }) => at), ...detail.ahead.map(({ at }) => at)],
      width: 860,
      zero: true,
      format: short,
      bands: bandsOf(n, detail.ahead, 0),
      traces: [
        {
          name: 'history',
          kind: 'actual',
          values: [...past.map(({ value }) => value), ...detail.ahead.map(() => null)],
        },
        {
          name: 'forecast',
          kind: 'chosen',
          values: [...past.map(() => null), ...detail.ahead.map(({ mean }) => mean)],
        },
      ],
    }),
    asTable(
      'Forecast',
      ['When', 'Mean', '80 % interval', '95 % interval'].map((head, i) => ({ head, num: i > 0 })),
      stepRows,
    ),
  );
}

function backtest({ detail }: Card): Markup | undefined {
  const { lookbacks, newest, grain, label } = detail;
  if (lookbacks.length === 0) return undefined;
  return section(
    'backtest',
    'Would it have been right before?',
    html`<p class="muted">Forecasts of ${count(detail.lookbackSteps)} ${grain}s as they would have been made earlier, without what followed, beside the same ${grain}s of the year before (seasonal naive).</p>`,
    html`<div class="plots"><div>${course({
      title: 'Mean absolute error by the moment of the forecast',
      places: lookbacks.map(({ from }) => from),
      zero: true,
      format: short,
      bands: [],
      traces: [
        { name: 'this forecast', kind: 'chosen', marks: true, values: lookbacks.map(({ error }) => error) },
        {
          name: 'last year’s numbers',
          kind: 'other',
          marks: true,
          values: lookbacks.map(({ lastYear }) => lastYear),
        },
      ],
    })}${asTable(
      'Mean absolute error by the moment of the forecast',
      ['From', 'This forecast', 'Last year’s numbers', 'Ratio'].map((head, i) => ({ head, num: i > 0 })),
      lookbacks.map(({ from, error, lastYear }) => [
        from,
        amount(error),
        amount(lastYear),
        lastYear > 0 ? whole(error / lastYear) : '–',
      ]),
    )}</div><div>${course({
      title: 'The newest look back: said then, and what came',
      places: newest.map(({ at }) => at),
      zero: true,
      format: short,
      bands: bandsOf(0, newest, 0),
      traces: [
        { name: 'what came', kind: 'actual', marks: true, values: newest.map(({ actual }) => actual) },
        { name: 'said then', kind: 'chosen', values: newest.map(({ mean }) => mean) },
      ],
    })}${asTable(
      `${label}: the newest look back`,
      ['When', 'Came', 'Said then', '80 % interval', '95 % interval'].map((head, i) => ({
        head,
        num: i > 0,
      })),
      newest.map((step) => [
        step.at,
        step.actual === null ? '–' : amount(step.actual),
        amount(step.mean),
        `${amount(step.low80)} to ${amount(step.high80)}`,
        `${amount(step.low95)} to ${amount(step.high95)}`,
      ]),
    )}</div></div>`,
  );
}

const partNames: Readonly<Record<string, string>> = {
  ets: 'Exponential smoothing (ETS)',
  'log-ets': 'ETS of the logarithm',
  'aggregated-damped': 'Damped trend over longer steps',
  'aggregated-theta': 'Theta over longer steps',
};

const method = ({ detail }: Card): Markup =>
  section(
    'method',
    'How it is made',
    html`<p class="muted">The mean of these parts; models within a part are weighted by their AICc.</p>`,
    tableOf(
      'Parts of the combination',
      [{ head: 'Part' }, { head: 'Share', num: true }, { head: 'Models' }],
      detail.method.map(({ part, share, models }) => [
        partNames[part] ?? part,
        whole(share),
        html`<span class="says">${own(models.join(', '))}</span>`,
      ]),
    ),
  );

/** The parts of a card of a forecast between the verdict and what it reads. */
export const forecastParts = (
  card: Card,
): { tiles: Markup; parts: (Markup | undefined)[]; lead: Markup } => ({
  lead: html`<strong>${own(card.detail.label)}</strong> by ${card.detail.grain}, ${count(card.detail.horizon)} ${card.detail.grain}s ahead.`,
  tiles: tiles(card),
  parts: [
    ahead(card),
    backtest(card),
    reportAbout(card, [
      fact('Steps ahead', `${count(card.detail.horizon)} ${card.detail.grain}s`),
      fact('Season', `${count(card.detail.season)} ${card.detail.grain}s`),
    ]),
    method(card),
  ],
});
