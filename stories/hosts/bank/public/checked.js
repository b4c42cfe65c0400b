import { el } from '/assets/dom.js';
import { flaggedIn, section } from './parts.js';
import { number, percent } from './words.js';

/** The gate's checks, as the questions they answer. */
const questions = {
  order: 'Did a higher score mean more sales?',
  'base-rate': 'Is it better than always saying the average?',
  'in-time': 'Would it have held in the past?',
  'confirmed-columns': 'Does it rest only on what is known in time?',
  'current-model': 'Is it better than the model in use?',
};
/** What a column of this bank means, where its name does not say. */
const columns = { duration: 'how long the call lasted' };

/** Sentences of the card, where each is one. */
const sentence = (text) => text.replace(/^Not published\. /, '');

export const checked = ({ verdict, evaluation }) =>
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

export function leaked(card) {
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
          'A long call is a call in which somebody is buying. Its length is known when it is over, and then nobody needs a score. With it in, the model would have passed its tests on old calls and been of no help before a new one. AI-CRM found it by its mark: in the shortest calls hardly anybody ever buys. What leans without such a mark stays, but nothing that rests on it is published until a person has said whether it is known in time.',
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
