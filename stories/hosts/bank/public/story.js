import { el } from '/assets/dom.js';
import { checked, leaked } from './checked.js';
import { enough, limits } from './enough.js';
import { happened } from './over-time.js';
import { flaggedIn, knownBefore } from './parts.js';
import { said } from './said.js';
import { monthOf, number, percent } from './words.js';

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

/** The page's sections. All figures come from the card and from the bank's own records. */
export const renderStory = ({ card, quarters, consoleHref }) => ({
  beside: [checked(card), leaked(card)].filter(Boolean),
  below: [
    happened(card, quarters),
    said(card),
    el(
      'div',
      { class: 'halves' },
      card.verdict.publish ? null : enough(card, quarters),
      limits(card, consoleHref),
    ),
  ].filter(Boolean),
});
