import { el } from '/assets/dom.js';

/** The chosen kind's rolling origins, oldest first. */
export const chosenOf = ({ choice, meta }) => choice.find(({ kind }) => kind === meta.kind)?.origins ?? [];
export const flaggedIn = ({ leaks }) => leaks.filter(({ verdict }) => verdict !== 'ok');
/** What was known at the last cut of how often a call ends in a sale. */
export const knownBefore = (card) => chosenOf(card).at(-1)?.baseRate ?? card.meta.baseRate;
export const section = (id, title, ...children) =>
  el('section', { class: 'card', 'aria-labelledby': id }, el('h2', { id }, title), ...children);

/** The numbers of a drawing, for who reads numbers rather than pictures. The first cell of each row names it. */
export function table(caption, head, rows) {
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
