import type { GivenCustomer } from '@aicrm/client/offers/types';
import type { OfferCatalogue } from '@aicrm/schema/offer';

/** The moment that all made-up offers are of: a Wednesday. */
export const offersAt = '2026-11-18T10:00:00Z';

const usd = (minor: number) => ({ minor, currency: 'USD' });

/** A shop's offers: by purchases, by region, by group; one to come, and one for everybody. */
export const madeUpOffers: OfferCatalogue = {
  schema: 1,
  kind: 'offers',
  zone: 'America/Denver',
  offers: [
    {
      id: 'coffee',
      title: 'Whole-bean coffee, 2 lb',
      text: 'The dark roast you know, in the larger bag.',
      price: usd(1_499),
      was: usd(1_899),
      url: '#coffee',
      until: '2026-11-24',
      when: { op: '>=', signal: 'bought:coffee', value: 2 },
      product: 'coffee',
      cap: { perDay: 3, perWeek: 8 },
      weight: 4,
    },
    {
      id: 'filters',
      title: 'Paper filters, size 4',
      text: 'A hundred in a box. They fit the usual cone.',
      price: usd(399),
      was: usd(499),
      url: '#filters',
      when: {
        op: 'all',
        of: [
          { op: '>=', signal: 'bought:coffee', value: 1 },
          { op: '<', signal: 'bought:filters', value: 1 },
        ],
      },
      product: 'filters',
      weight: 3,
    },
    {
      id: 'bakery',
      title: 'Six rolls for the price of four',
      text: 'Saturday mornings, at the counter of your store.',
      discount: 0.33,
      url: '#bakery',
      when: { op: '=', signal: 'store', value: 'Larimer Street' },
      weight: 6,
    },
    {
      id: 'cellar',
      title: 'Cellar evening with six reds',
      price: usd(2_900),
      url: '#cellar',
      when: { op: '=', signal: 'segment', value: 'Regulars' },
      weight: 2,
    },
    {
      id: 'advent',
      title: 'Advent tins',
      price: usd(1_200),
      url: '#advent',
      from: '2026-11-29',
      weight: 9,
    },
  ],
  fallback: {
    id: 'delivery',
    title: 'Free delivery from $35',
    text: 'On every order until Sunday, wherever we deliver.',
    url: '#delivery',
    until: '2026-11-22',
  },
  caps: { perDay: 12, perWeek: 40 },
  dismissedDays: 30,
  signals: [
    { id: 'segment', label: 'your customer group', type: 'text' },
    { id: 'store', label: 'your store', type: 'text' },
    { id: 'bought:filters', label: 'paper filters', type: 'number' },
  ],
};

/** A customer of that shop: what is measured and foreseen of her comes with her. */
export const madeUpCustomer: GivenCustomer = {
  id: 'contact:shop:17',
  fields: { segment: 'Regulars', store: 'Larimer Street' },
  purchases: [
    { product: 'coffee', label: 'whole-bean coffee', at: '2026-09-30T17:20:00Z' },
    { product: 'coffee', label: 'whole-bean coffee', at: '2026-10-21T17:05:00Z' },
    { product: 'coffee', label: 'whole-bean coffee', at: '2026-11-11T18:40:00Z' },
    { product: 'milk', label: 'whole milk', at: '2026-11-11T18:40:00Z' },
  ],
  effects: [{ offer: 'filters', effect: 0.061, low: 0.024, high: 0.098, reliable: true }],
  chances: [{ product: 'coffee', label: 'coffee', probability: 0.42, because: ['whole milk'] }],
};
