import { el } from '/assets/dom.js';
import { day } from './words.js';

/** A few rows first: on a telephone the explanation must not lie below thirty of them. */
const first = matchMedia('(max-width: 44rem)').matches ? 4 : 7;

function client({ job, age }) {
  const words = job === 'unknown' ? 'Occupation unknown' : job.replace('.', '');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}, ${age}`;
}

function callRow(call, cardHref) {
  const badge = el('aicrm-lead-score-badge', { 'card-href': cardHref });
  badge.record = call.before;
  return el(
    'li',
    { class: 'call' },
    el(
      'div',
      { class: 'who' },
      el('strong', {}, client(call.before)),
      el('span', { class: 'muted' }, day(call.at)),
      el(
        'span',
        { class: 'ended', 'data-subscribed': call.subscribed },
        call.subscribed ? 'subscribed' : 'did not subscribe',
      ),
    ),
    badge,
  );
}

/** The list of calls, each with a badge that is handed the record. */
export function renderCalls(list, more, calls, cardHref) {
  const add = (part) => list.append(...part.map((call) => callRow(call, cardHref)));
  add(calls.slice(0, first));
  more.hidden = calls.length <= first;
  more.textContent = `Show all ${calls.length}`;
  more.addEventListener('click', () => {
    add(calls.slice(first));
    more.hidden = true;
    list.children[first]
      ?.querySelector('aicrm-lead-score-badge')
      ?.shadowRoot?.querySelector('button')
      ?.focus();
  });
}
