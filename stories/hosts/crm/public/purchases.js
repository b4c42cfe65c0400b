import { el } from './dom.js';
import { formatDay, formatMoney, plural } from './format.js';

const shownAtFirst = 8;

const lineRow = ({ product, category, quantity, amount }) =>
  el(
    'tr',
    {},
    el('td', {}, product, category && el('span', { class: 'sub' }, category)),
    el('td', { class: 'num' }, String(quantity ?? '')),
    el('td', { class: 'num' }, formatMoney(amount)),
  );

const lineTable = (order) =>
  el(
    'table',
    { class: 'lines' },
    el('caption', { class: 'sr' }, `Items of ${formatDay(order.at)}`),
    el(
      'thead',
      {},
      el(
        'tr',
        {},
        el('th', { scope: 'col' }, 'Item'),
        el('th', { scope: 'col', class: 'num' }, 'Quantity'),
        el('th', { scope: 'col', class: 'num' }, 'Amount'),
      ),
    ),
    el('tbody', {}, order.lines.map(lineRow)),
  );

function orderItem(order) {
  const details = el(
    'details',
    { class: 'order' },
    el(
      'summary',
      {},
      el('span', { class: 'order-day' }, formatDay(order.at)),
      el(
        'span',
        { class: 'order-what' },
        `${plural(order.lines.length, 'item', 'items')} · store ${order.store}`,
      ),
      order.couponDiscount > 0 &&
        el('span', { class: 'tag' }, `Coupon −${formatMoney(order.couponDiscount)}`),
      el('span', { class: 'order-total' }, formatMoney(order.total)),
    ),
  );
  // Items are drawn when they are asked for: a keen household has hundreds of them.
  details.addEventListener('toggle', () => details.open && details.append(lineTable(order)), { once: true });
  return el('li', {}, details);
}

const figure = (value, label) => el('div', { class: 'figure' }, el('dt', {}, label), el('dd', {}, value));

/** A household's purchases, the newest first, each opening to its items. */
export function purchases(orders) {
  if (orders.length === 0)
    return el('p', { class: 'quiet-text' }, 'This household has not bought anything in the past year.');
  const sum = (field) => orders.reduce((total, order) => total + (order[field] ?? 0), 0);
  const list = el('ul', { class: 'orders' }, orders.slice(0, shownAtFirst).map(orderItem));
  const more =
    orders.length > shownAtFirst &&
    el(
      'button',
      {
        type: 'button',
        class: 'button',
        onclick: (event) => {
          const first = orderItem(orders[shownAtFirst]);
          list.append(first, ...orders.slice(shownAtFirst + 1).map(orderItem));
          event.currentTarget.remove();
          first.querySelector('summary').focus();
        },
      },
      `Show all ${orders.length} purchases`,
    );
  return el(
    'div',
    {},
    el(
      'dl',
      { class: 'figures' },
      figure(String(orders.length), 'purchases'),
      figure(formatMoney(sum('total')), 'spent'),
      figure(formatMoney(sum('discount')), 'loyalty discounts'),
      figure(formatMoney(sum('couponDiscount')), 'coupons'),
    ),
    list,
    more,
  );
}
