import { el } from '/assets/dom.js';
import { baseRateChart, orderChart } from './charts.js';
import { figure, kinds, monthOf, number, percent, quarterWords } from './words.js';

/** The gate's checks, as the questions they answer. */
const questions = {
  order: 'Did a higher score mean more sales?',
  'base-rate': 'Is it better than always saying the average?',
  'in-time': 'Would it have held in the past?',
  'current-model': 'Is it better than the model in use?',
};
/** Inputs that are the same for every client of a day. */
const market = new Set([
  'month',
  'day_of_week',
  'emp_var_rate',
  'cons_price_idx',
  'cons_conf_idx',
  'euribor3m',
  'nr_employed',
]);
/** What a column of this bank means, where its name does not say. */
const columns = { duration: 'how long the call lasted' };

const chosenOf = ({ choice, meta }) => choice.find(({ kind }) => kind === meta.kind)?.origins ?? [];
const flaggedIn = ({ leaks }) => leaks.filter(({ verdict }) => verdict !== 'ok');
/** What was known at the last cut of how often a call ends in a sale. */
const knownBefore = (card) => chosenOf(card).at(-1)?.baseRate ?? card.meta.baseRate;
/** Sentences of the card, where each is one. */
const sentence = (text) => text.replace(/^Not published\. /, '');

export const titleOf = ({ verdict }) =>
  verdict.publish ? 'The numbers here have passed the test' : 'Why you see no number here';

export function leadOf({ verdict, meta }) {
  const learned = `AI-CRM looked at ${number(meta.trainingWindow.rows)} sales calls of this bank, learned from the older ones and tried what it had learned on those that came after. `;
  return verdict.publish
    ? [learned, 'What it learned held, so the badges show it.']
    : [
        learned,
        el('strong', {}, 'It did not hold.'),
        ' A score would have sent you to the wrong clients, so no page of this bank gets one: each badge says “Not enough evidence” and tells why.',
      ];
}

const tile = (value, label, note) =>
  el('div', { class: 'tile' }, el('dt', {}, label), el('dd', {}, value, el('span', {}, note)));

export function figuresOf(card) {
  const { evaluation } = card;
  const flagged = flaggedIn(card);
  if (!evaluation) return [];
  const { auc } = evaluation;
  return [
    tile(
      el(
        'b',
        {},
        el('bdi', { dir: 'ltr' }, `${percent(knownBefore(card))} → ${percent(evaluation.observedMean)}`),
      ),
      'Calls that end in a sale',
      `known when it learned, and then what happened from ${monthOf(evaluation.from)} on`,
    ),
    tile(
      el('b', {}, `${percent(auc.value)}`),
      'Pairs of new calls in the right order',
      `${percent(auc.low)} to ${percent(auc.high)}; tossing a coin gives 50 %`,
    ),
    tile(
      el('b', {}, flagged.length === 0 ? 'none' : flagged.map(({ column }) => column).join(', ')),
      flagged.length === 1 ? 'Column that knew the answer' : 'Columns that knew the answer',
      flagged.length === 0
        ? 'of all that were looked at'
        : `found among ${card.leaks.length} by the leak check`,
    ),
  ];
}

const section = (id, title, ...children) =>
  el('section', { class: 'card', 'aria-labelledby': id }, el('h2', { id }, title), ...children);

const checked = ({ verdict, evaluation }) =>
  section(
    'checked',
    'What was checked',
    el(
      'p',
      {},
      evaluation
        ? `The newest ${number(evaluation.rows)} calls were set aside. A model that had never seen them had to answer these questions, each by more than chance could.`
        : '',
    ),
    el(
      'ul',
      { class: 'checks' },
      verdict.checks.map(({ name, pass, detail }) =>
        el(
          'li',
          {},
          el('span', { class: 'mark', 'data-pass': String(pass) }, pass ? '✓ yes' : '✗ no'),
          el('strong', {}, questions[name] ?? name),
          el('p', { class: 'muted' }, sentence(detail)),
        ),
      ),
    ),
  );

function table(caption, head, rows) {
  return el(
    'details',
    {},
    el('summary', {}, 'The same as a table'),
    el(
      'div',
      { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': caption },
      el(
        'table',
        {},
        el('caption', { class: 'sr' }, caption),
        el(
          'thead',
          {},
          el(
            'tr',
            {},
            head.map((text, i) => el('th', { scope: 'col', class: i > 0 && 'num' }, text)),
          ),
        ),
        el(
          'tbody',
          {},
          rows.map(([first, ...rest]) =>
            el(
              'tr',
              {},
              el('th', { scope: 'row' }, first),
              rest.map((text) => el('td', { class: 'num' }, text)),
            ),
          ),
        ),
      ),
    ),
  );
}

function happened(card, quarters) {
  const { evaluation, choice } = card;
  const rated = quarters.map((one) => ({ ...one, rate: one.subscribed / one.calls }));
  const most = rated.reduce((a, b) => (b.calls > a.calls ? b : a));
  const origins = chosenOf(card);
  return section(
    'happened',
    'What happened over time',
    el(
      'div',
      { class: 'charts' },
      el(
        'div',
        {},
        el('h3', {}, 'How often a call ended in a sale'),
        el(
          'p',
          { class: 'muted' },
          `In the busiest quarter, ${quarterWords(most.quarter)}, ${number(most.calls)} calls brought ${percent(most.rate, 1)}. Then the bank called fewer people, and others: in ${quarterWords(rated.at(-1).quarter)} ${number(rated.at(-1).calls)} calls brought ${percent(rated.at(-1).rate, 1)}.`,
        ),
        baseRateChart(rated),
        table(
          'Share of calls with a sale, by quarter',
          ['Quarter', 'Calls', 'Sales', 'Share'],
          rated.map((one) => [
            quarterWords(one.quarter),
            number(one.calls),
            number(one.subscribed),
            percent(one.rate, 1),
          ]),
        ),
      ),
      el(
        'div',
        {},
        el('h3', {}, 'Trained up to a day, tried on what came next'),
        el(
          'p',
          { class: 'muted' },
          `${origins.length} times a model was trained on all calls up to a day and had to put the next ones in order; last, on the newest fifth. 1 is perfect, and on the dashed line a coin does as well.`,
        ),
        orderChart(card),
        table(
          'AUC of models by the day they were trained up to',
          ['Trained up to', 'Calls tried', ...choice.map(({ kind }) => kinds[kind]), 'Sales known before'],
          [
            ...origins.map((origin, i) => [
              monthYear(origin.cut),
              number(origin.rows),
              ...choice.map((one) => figure(one.origins[i]?.auc ?? Number.NaN)),
              percent(origin.baseRate, 1),
            ]),
            ...(evaluation
              ? [
                  [
                    `newest fifth, from ${monthYear(evaluation.from)}`,
                    number(evaluation.rows),
                    ...choice.map(({ kind }) =>
                      kind === card.meta.kind
                        ? `${figure(evaluation.auc.value)} (${figure(evaluation.auc.low)} to ${figure(evaluation.auc.high)})`
                        : '–',
                    ),
                    percent(knownBefore(card), 1),
                  ],
                ]
              : []),
          ],
        ),
      ),
    ),
  );
}
const monthYear = (instant) => instant.slice(0, 10);

function leaked(card) {
  const flagged = flaggedIn(card);
  if (flagged.length === 0) return null;
  return section(
    'leaked',
    flagged.length === 1 ? 'The column that knew the answer' : 'The columns that knew the answer',
    el(
      'ul',
      { class: 'leaks' },
      flagged.map(({ column, verdict, reason, auc, used }) =>
        el(
          'li',
          {},
          el(
            'p',
            { class: 'leak-name' },
            el('code', {}, column),
            columns[column] ? ` ${columns[column]}` : '',
            el('span', { class: 'mark', 'data-pass': 'false' }, `${verdict}, ${used ? 'used' : 'left out'}`),
          ),
          el('p', {}, reason),
          auc === undefined ? null : meter(auc),
        ),
      ),
    ),
    flagged.some(({ column }) => column === 'duration')
      ? el(
          'p',
          {},
          'A long call is a call in which somebody is buying. Its length is known when it is over, and then nobody needs a score. With it in, the model would have passed its tests on old calls and been of no help before a new one: so the bank left it out. AI-CRM finds such columns; where nobody recorded when they were filled in, a person decides.',
        )
      : null,
  );
}

/** How well a column alone tells sales apart, between a coin and certainty. */
const meter = (auc) =>
  el(
    'p',
    { class: 'muted meter-line' },
    el('meter', {
      min: 0.5,
      low: 0.65,
      high: 0.78,
      max: 1,
      optimum: 0.5,
      value: auc,
      'aria-label': 'How well it alone orders the calls',
    }),
    `Alone it puts ${percent(auc)} of pairs in the right order.`,
  );

function enough(card, quarters) {
  const year = quarters.slice(-4);
  const recent = year.reduce((sum, { calls }) => sum + calls, 0);
  const sameForAll = card.features
    .filter(({ id }) => market.has(id))
    .reduce((sum, { importance }) => sum + importance, 0);
  const item = (title, text) => el('li', {}, el('strong', {}, title), el('span', {}, ` ${text}`));
  return section(
    'enough',
    'What would be enough',
    el(
      'ol',
      { class: 'enough' },
      item(
        'More calls under the new conditions.',
        `The last four quarters brought ${number(recent)} of ${number(card.meta.trainingWindow.rows)} calls; nearly all of the rest tell of a market that was over.`,
      ),
      item(
        'Something about the client, known before the call.',
        `Balance, products, visits to a branch. ${percent(sameForAll)} of this model’s reasons were about what is the same for everybody on a day (interest rate, employment, prices, the month): that says when, and not who.`,
      ),
      item(
        'The moment each field was filled in.',
        'From the first sync on, every change is kept with its time. A column that is filled in with the outcome then gives itself away.',
      ),
      item(
        'The same checks, passed.',
        'Each training asks them again. The first version that passes is published by itself, and the badges on this page turn into numbers without a change to it.',
      ),
    ),
  );
}

const limits = ({ limits: all, meta }, consoleHref) =>
  section(
    'card',
    'The whole model card',
    el(
      'p',
      {},
      `${kinds[meta.kind]}, version ${meta.version}: each input with its weight, each column with its finding, calibration, and these limits.`,
    ),
    el(
      'ul',
      { class: 'limits' },
      all.map((text) => el('li', {}, text)),
    ),
    el(
      'p',
      {},
      el('a', { class: 'button main', href: consoleHref }, 'Open it in the console'),
      el('span', { class: 'muted' }, ' It asks for the bank’s key, which the demo printed.'),
    ),
  );

/** The page's sections. All figures come from the card and from the bank's own records. */
export const renderStory = ({ card, quarters, consoleHref }) => ({
  beside: [checked(card), leaked(card)].filter(Boolean),
  below: [
    happened(card, quarters),
    el(
      'div',
      { class: 'halves' },
      card.verdict.publish ? null : enough(card, quarters),
      limits(card, consoleHref),
    ),
  ],
});
