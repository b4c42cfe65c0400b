import type { ReportCardOf, ValueBacktest } from '@aicrm/schema/report-card';
import { html, type Markup } from './html.js';
import { amount, course, fact, scatter, short, tile, tilesOf } from './parts.js';
import { asTable, tableOf } from './plot.js';
import { reportAbout } from './report-parts.js';
import { own, section } from './sections.js';
import { count, day, percent } from './words.js';

type Card = ReportCardOf<'value'>;

const names = { 'pareto-nbd': 'Pareto/NBD', 'bg-nbd': 'BG/NBD' } as const;
const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(1)}\u00a0%`;

function tiles({ detail, rows }: Card): Markup {
  const [first] = detail.backtests;
  const learned = tile(
    'Learned from',
    `${count(rows[0]?.count ?? 0)} customers`,
    `${count(rows[1]?.count ?? 0)} of them came back`,
  );
  if (first === undefined) return tilesOf([learned]);
  const { total, correlation, covered, customers, days } = first;
  return tilesOf([
    tile(
      'Predicted and what happened',
      `${count(total.predicted)} → ${count(total.actual)}`,
      `purchases in ${count(days)} days held out (${signed(total.errorPercent)}); its own range ${count(total.low)} to ${count(total.high)}`,
    ),
    tile(
      'Who buys more (correlation)',
      correlation.value.toFixed(2),
      `95 % interval ${correlation.low.toFixed(2)} to ${correlation.high.toFixed(2)}; 0 is chance`,
    ),
    tile(
      'Inside their own range',
      percent(covered),
      `of ${count(customers)} customers; 80\u00a0% was promised, a little more is right for whole counts`,
    ),
    learned,
  ]);
}

/** Both models side by side: each on the same customers and days. */
function figures({ detail: { backtests, currency } }: Card): Markup {
  const row = (name: string, of: (one: ValueBacktest) => string): string[] => [name, ...backtests.map(of)];
  return section(
    'figures',
    'Both models side by side',
    html`<p class="muted">Fitted to what was known on ${day(backtests[0]?.cut ?? '')}, judged by the ${count(backtests[0]?.days ?? 0)} days after. The first one is used.</p>`,
    tableOf(
      'Figures of each model on the days held out',
      [
        { head: 'Figure' },
        ...backtests.map(({ kind }, i) => ({ head: `${names[kind]}${i === 0 ? ' (used)' : ''}`, num: true })),
      ],
      [
        row('Purchases predicted', ({ total }) => count(total.predicted)),
        row('Purchases that happened', ({ total }) => count(total.actual)),
        row('Error of the total', ({ total }) => signed(total.errorPercent)),
        row('Its range of four in five', ({ total }) => `${count(total.low)} to ${count(total.high)}`),
        row(`Spend predicted (${currency === 'XXX' ? 'as in the table' : currency})`, ({ spend }) =>
          spend === null ? '–' : amount(spend.predicted),
        ),
        row('Error of the spend', ({ spend }) => (spend === null ? '–' : signed(spend.errorPercent))),
        row(
          'Correlation over customers',
          ({ correlation }) =>
            `${correlation.value.toFixed(3)} (${correlation.low.toFixed(3)} to ${correlation.high.toFixed(3)})`,
        ),
        row('Customers inside their range of 80\u00a0%', ({ covered }) => percent(covered)),
      ],
    ),
  );
}

function months({ detail: { backtests } }: Card): Markup | undefined {
  const [first] = backtests;
  if (first === undefined || first.months.length === 0) return undefined;
  const inside = first.months.filter(({ low, high, actual }) => actual >= low && actual <= high).length;
  const places = first.months.map(({ until }) => day(until).replace(/ \d{4}$/, ''));
  const drawing = course({
    title: 'Purchases by month, predicted and what happened',
    places,
    zero: true,
    width: 860,
    format: short,
    axis: 'last day of each part of the days held out',
    bands: [
      {
        name: `range of four in five (${names[first.kind]})`,
        kind: 'narrow',
        low: first.months.map(({ low }) => low),
        high: first.months.map(({ high }) => high),
      },
    ],
    traces: [
      { name: 'happened', kind: 'actual', marks: true, values: first.months.map(({ actual }) => actual) },
      ...backtests.slice(0, 2).map((one, i) => ({
        name: names[one.kind],
        kind: i === 0 ? ('chosen' as const) : ('other' as const),
        marks: true,
        values: one.months.map(({ predicted }) => predicted),
      })),
    ],
  });
  return section(
    'months',
    'Did it foretell each month?',
    html`<p class="muted">${count(inside)} of ${count(first.months.length)} parts lie within the range of four in five. What the model does not know (a season, a campaign) shows here first.</p>`,
    drawing,
    asTable(
      'Purchases by month',
      ['Until', 'Days', 'Happened', ...backtests.flatMap(({ kind }) => [names[kind], 'Range'])].map(
        (head, i) => ({ head, num: i > 0 }),
      ),
      first.months.map((month, i) => [
        day(month.until),
        count(month.days),
        count(month.actual),
        ...backtests.flatMap((one) => {
          const own = one.months[i];
          return own === undefined
            ? ['–', '–']
            : [count(own.predicted), `${count(own.low)} to ${count(own.high)}`];
        }),
      ]),
    ),
  );
}

function groups({ detail: { backtests } }: Card): Markup {
  const two = (value: number): string => value.toFixed(2);
  const drawings = backtests.slice(0, 2).flatMap((one, i) => [
    scatter(
      one.byRepeats.map((group) => ({ ...group, rows: group.customers })),
      {
        title: `${names[one.kind]}: purchases a customer, by earlier repeats`,
        point: 'customers with as many earlier repeats',
        rows: 'Customers',
        first: 'Earlier repeats',
        format: two,
      },
    ),
    ...(i === 0
      ? [
          scatter(
            one.churn.map((group) => ({ ...group, rows: group.customers })),
            {
              title: `${names[one.kind]}: share that bought nothing`,
              point: 'a fifth of the customers, by predicted churn',
              rows: 'Customers',
              first: 'Group',
              format: (value) => percent(value, 0),
            },
          ),
        ]
      : []),
  ]);
  return section(
    'groups',
    'Does it come true for each kind of customer?',
    html`<p class="muted">Mean predicted and mean actual of groups of customers, on the days held out.</p>`,
    html`<div class="plots">${drawings}</div>`,
  );
}

/** The parts of a card of customer value between the verdict and what it reads. */
export function valueParts(card: Card): { tiles: Markup; parts: (Markup | undefined)[]; lead: Markup } {
  const judged = card.detail.backtests.length > 0;
  return {
    lead: html`How often each customer will buy, what they will spend, and whether they are still a customer, over <strong>${count(card.detail.horizonDays)} days</strong>.`,
    tiles: tiles(card),
    parts: [
      reportAbout(card, [
        fact('Horizon', `${count(card.detail.horizonDays)} days`),
        card.detail.currency !== 'XXX' && fact('Currency', own(card.detail.currency)),
      ]),
      judged ? figures(card) : undefined,
      judged ? months(card) : undefined,
      judged ? groups(card) : undefined,
    ],
  };
}
