import { el } from '/assets/dom.js';
import { section } from './parts.js';
import { kinds, number, percent } from './words.js';

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
/** What a model of this bank lacks. */
export function enough(card, quarters) {
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

/** What the card says of itself, and where the whole of it is. */
export const limits = ({ limits: all, meta }, consoleHref) =>
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
