import { el } from '/assets/dom.js';
import { formatDay, formatMoney, plural } from '/assets/format.js';

const shown = 6;

const line = ({ name, quantity, amount }) =>
  el(
    'li',
    {},
    el('span', {}, quantity > 1 ? `${quantity} × ${name}` : name),
    el('span', { class: 'num' }, formatMoney(amount)),
  );

const orderItem = ({ id, at, store, total, lines }) =>
  el(
    'li',
    { class: 'order' },
    el(
      'details',
      {},
      el(
        'summary',
        {},
        el('span', { class: 'when' }, formatDay(at)),
        el('span', { class: 'muted what' }, plural(lines.length, 'item', 'items')),
        el('span', { class: 'num total' }, formatMoney(total)),
      ),
      el('ul', { class: 'lines' }, ...lines.map(line)),
      el('p', { class: 'muted' }, `Order ${id}, store ${store}`),
    ),
  );

/** The newest orders, and the rest when asked for. */
export function renderOrders(list, more, orders) {
  list.replaceChildren(...orders.slice(0, shown).map(orderItem));
  more.hidden = orders.length <= shown;
  more.addEventListener('click', () => {
    list.append(...orders.slice(shown).map(orderItem));
    more.hidden = true;
    list.children[shown]?.querySelector('summary')?.focus();
  });
}
