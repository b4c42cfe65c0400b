import type { OfferCatalogue, OfferEvent } from '@aicrm/schema/offer';
import { must } from '@aicrm/schema/result';
import { describe, expect, it } from 'vitest';
import { chooseOffers } from './offers.js';
import { readCatalogue } from './read-catalogue.js';
import type { OfferCustomer } from './types.js';

const day = 86_400_000;
const at = Date.parse('2026-03-04T09:00:00Z');
const catalogue: OfferCatalogue = {
  schema: 1,
  kind: 'offers',
  zone: 'Europe/Berlin',
  offers: [
    {
      id: 'coffee',
      title: 'Coffee',
      when: { op: '>=', signal: 'bought:coffee', value: 1 },
      product: 'coffee',
      weight: 5,
      cap: { perDay: 1, perWeek: 3 },
    },
    {
      id: 'cheese',
      title: 'Cheese',
      when: {
        op: 'any',
        of: [
          { op: '=', signal: 'region', value: 'north' },
          { op: '=', signal: 'segment', value: 'loyal' },
        ],
      },
      weight: 9,
    },
    { id: 'new', title: 'Try tea', when: { op: '<', signal: 'bought:tea', value: 1 }, weight: 1 },
    { id: 'spring', title: 'Spring', from: '2026-03-05', until: '2026-03-06', weight: 2 },
  ],
  fallback: { id: 'all', title: 'Free delivery' },
  caps: { perDay: 4 },
  dismissedDays: 30,
  signals: [
    { id: 'segment', label: 'your group', type: 'text' },
    { id: 'bought:tea', label: 'tea', type: 'number' },
  ],
};
const customer: OfferCustomer = {
  id: 'contact:shop:1',
  consent: 'given',
  signals: { segment: 'loyal' },
  purchases: [
    { product: 'coffee', label: 'Coffee, ground', at: at - 9 * day },
    { product: 'coffee', label: 'Coffee, ground', at: at - 2 * day },
  ],
  effects: [],
  chances: [],
  history: [],
};
const choose = (more: Partial<OfferCustomer> = {}, own: Partial<OfferCatalogue> = {}, now = at) =>
  chooseOffers({ ...catalogue, ...own }, { ...customer, ...more }, { at: now });
const ids = (...given: Parameters<typeof choose>) => choose(...given).chosen.map(({ offer }) => offer.id);
const refusal = (offer: string, ...given: Parameters<typeof choose>) =>
  choose(...given).refused.find((one) => one.offer === offer)?.refusal;
const seen = (offer: string, ...times: string[]): OfferEvent[] =>
  times.map((time) => ({ offer, at: Date.parse(time), what: 'impression' }));

describe('which offers a customer sees', () => {
  it('shows nothing personal without consent, and says so of each', () => {
    for (const consent of ['asked', 'refused'] as const) {
      const { chosen, refused } = choose({ consent });
      expect(chosen).toEqual([{ offer: catalogue.fallback, ranked: { by: 'general' }, reasons: [] }]);
      expect(refused.map((one) => [one.offer, one.refusal.why])).toEqual(
        catalogue.offers.map(({ id }) => [id, 'consent']),
      );
    }
    expect(ids({ consent: 'given' })).not.toContain('all');
  });

  it('says why each is there', () => {
    const { chosen } = choose();
    expect(chosen.map(({ offer }) => offer.id)).toEqual(['cheese', 'coffee', 'new']);
    expect(chosen[0]?.reasons).toEqual([
      { why: 'known', signal: 'segment', label: 'your group', value: 'loyal' },
    ]);
    expect(chosen[1]?.reasons).toEqual([
      { why: 'bought', label: 'Coffee, ground', times: 2, lastAt: at - 2 * day },
    ]);
    expect(chosen[2]?.reasons).toEqual([{ why: 'not-bought', label: 'tea' }]);
  });

  it('says why each other is not', () => {
    expect(refusal('coffee', { purchases: [] })).toEqual({ why: 'rule', signals: ['bought:coffee'] });
    // No purchases are known, which is not the same as none.
    expect(refusal('new', { purchases: null })).toEqual({ why: 'unknown', signals: ['bought:tea'] });
    expect(refusal('cheese', { signals: {} })).toEqual({ why: 'unknown', signals: ['region', 'segment'] });
    expect(refusal('cheese', { signals: { region: 'south', segment: 'new' } })).toEqual({
      why: 'rule',
      signals: ['region', 'segment'],
    });
    expect(refusal('all')).toEqual({ why: 'not-needed' });
    expect(refusal('new', {}, {}, Date.parse('2026-03-05T09:00:00Z'))).toEqual({ why: 'place', place: 4 });
  });

  it('begins and ends an offer by the tenant’s clock, the last day included', () => {
    const on = (time: string) => refusal('spring', {}, {}, Date.parse(time))?.why;
    // 23:30 and 00:30 in Berlin.
    expect(on('2026-03-04T22:30:00Z')).toBe('not-yet');
    expect(on('2026-03-04T23:30:00Z')).toBeUndefined();
    expect(on('2026-03-06T22:59:59Z')).toBeUndefined();
    expect(on('2026-03-06T23:00:00Z')).toBe('over');
  });

  it('puts a measured effect before a chance, a chance before the shop’s weight, and never what does not help', () => {
    const effects = [{ offer: 'new', effect: 0.002, low: 0.001, high: 0.004, reliable: true }];
    const chances = [{ product: 'coffee', label: 'Coffee', probability: 0.4, because: ['Filters'] }];
    const { chosen } = choose({ effects, chances });
    expect(chosen.map(({ offer, ranked }) => [offer.id, ranked.by])).toEqual([
      ['new', 'effect'],
      ['coffee', 'chance'],
      ['cheese', 'weight'],
    ]);
    expect(chosen[0]?.ranked).toEqual({ by: 'effect', effect: 0.002, low: 0.001, high: 0.004 });
    const unsure = effects.map((one) => ({ ...one, reliable: false }));
    expect(choose({ effects: unsure }).chosen.at(-1)?.ranked).toEqual({ by: 'weight', weight: 1 });
    const harm = [{ offer: 'cheese', effect: -0.01, low: -0.02, high: 0, reliable: true }];
    expect(refusal('cheese', { effects: harm })).toEqual({
      why: 'no-help',
      effect: -0.01,
      low: -0.02,
      high: 0,
    });
  });

  it('does not bring back what was dismissed, until its days are over', () => {
    const history = (days: number): OfferEvent[] => [
      { offer: 'coffee', at: at - days * day, what: 'dismissed' },
    ];
    expect(refusal('coffee', { history: history(29) })).toEqual({ why: 'dismissed', until: at + day });
    expect(ids({ history: history(30) })).toContain('coffee');
  });

  it('falls back where nothing is left, and to nothing where that was dismissed too', () => {
    const nothing = { purchases: null, signals: {} };
    expect(ids(nothing)).toEqual(['all']);
    const history: OfferEvent[] = [{ offer: 'all', at: at - day, what: 'dismissed' }];
    expect(ids({ ...nothing, history })).toEqual([]);
    expect(ids(nothing, { fallback: null })).toEqual([]);
  });
});

describe('how often an offer is shown', () => {
  it('counts the tenant’s day and week, not the device’s', () => {
    // 00:30 in Berlin is the same day as now, though the day before in UTC.
    expect(refusal('coffee', { history: seen('coffee', '2026-03-03T23:30:00Z') })).toEqual({
      why: 'cap',
      per: 'day',
      shown: 1,
      most: 1,
    });
    expect(ids({ history: seen('coffee', '2026-03-03T22:30:00Z') })).toContain('coffee');
    const week = seen('coffee', '2026-03-01T23:30:00Z', '2026-03-02T10:00:00Z', '2026-03-03T10:00:00Z');
    expect(refusal('coffee', { history: week })).toMatchObject({ why: 'cap', per: 'week', shown: 3 });
    // Sunday belongs to the week before.
    const before = [...week.slice(1), ...seen('coffee', '2026-03-01T22:30:00Z')];
    expect(ids({ history: before })).toContain('coffee');
  });

  it('counts what is dated later on the same day', () => {
    expect(refusal('coffee', { history: seen('coffee', '2026-03-04T20:00:00Z') })?.why).toBe('cap');
  });

  it('bounds all offers together and leaves the fallback out of it', () => {
    const history = seen('x', ...Array<string>(3).fill('2026-03-04T08:00:00Z'));
    expect(ids({ history })).toEqual(['cheese']);
    expect(refusal('coffee', { history })).toEqual({ why: 'cap-of-all', per: 'day', shown: 4, most: 4 });
    const full = [...history, ...seen('y', '2026-03-04T08:10:00Z')];
    expect(ids({ history: full })).toEqual(['all']);
    expect(ids({ history: seen('all', ...Array<string>(9).fill('2026-03-04T08:00:00Z')) })).toHaveLength(3);
  });

  it('leaves standing what the customer is looking at', () => {
    const history = [
      ...seen('coffee', '2026-03-04T08:59:00Z'),
      ...seen('x', ...Array<string>(4).fill('2026-03-04T08:00:00Z')),
    ];
    const again = chooseOffers(catalogue, { ...customer, history }, { at, showing: ['coffee'] });
    expect(again.chosen.map(({ offer }) => offer.id)).toEqual(['coffee']);
  });
});

describe('exploration', () => {
  const two = { most: 2, at };
  const lot = (share: number | undefined, id: string) =>
    chooseOffers(
      { ...catalogue, ...(share === undefined ? {} : { exploration: share }) },
      { ...customer, id },
      two,
    );

  it('is off, and gives one place away as often as it says, with the probability beside it', () => {
    const households = Array.from({ length: 2_000 }, (_, i) => `contact:shop:${i}`);
    const drawn = (share: number | undefined) =>
      households.filter((id) => lot(share, id).chosen.some(({ ranked }) => ranked.by === 'lot')).length;
    expect(drawn(undefined)).toBe(0);
    // 2,000 draws at .2: five standard deviations are 89.
    expect(Math.abs(drawn(0.2) - 400)).toBeLessThan(90);
    const found = must(
      households.map((id) => lot(0.2, id)).find(({ chosen }) => chosen[1]?.ranked.by === 'lot'),
      'a lot',
    );
    expect(found.chosen[0]?.offer.id).toBe('cheese');
    expect(found.chosen[1]).toMatchObject({ offer: { id: 'new' }, ranked: { by: 'lot', propensity: 0.2 } });
  });
});

describe('a catalogue as data', () => {
  it('reads its own kind', () => {
    expect(readCatalogue(JSON.parse(JSON.stringify(catalogue)))).toEqual({ ok: true, value: catalogue });
  });

  it.each([
    [{ ...catalogue, zone: 'Mars/Olympus' }, 'zone: There is no time zone'],
    [{ ...catalogue, fallback: { id: 'coffee', title: 'x' } }, 'Two offers are called "coffee"'],
    [{ ...catalogue, offers: [{ id: 'x', title: '' }] }, 'offers.0.title'],
    [{ ...catalogue, offers: [{ id: 'x', title: 'x', until: '2026-13-40' }] }, 'There is no day'],
    [{ ...catalogue, offers: [{ id: 'x', title: 'x', when: { op: 'eval', code: '1' } }] }, 'offers.0.when'],
    [
      { ...catalogue, offers: [{ id: 'x', title: 'x', was: { minor: 1, currency: 'EUR' } }] },
      'A price of the same currency',
    ],
    ['<b>', 'catalogue: '],
  ])('refuses %#', (data, words) => {
    const read = readCatalogue(data);
    expect(!read.ok && read.error.detail).toContain(words);
  });

  it('does not fall over what is nested without end', () => {
    let when: unknown = { op: 'known', signal: 'x' };
    for (let i = 0; i < 20_000; i++) when = { op: 'not', of: when };
    expect(readCatalogue({ ...catalogue, offers: [{ id: 'x', title: 'x', when }] }).ok).toBe(false);
  });

  it('refuses a number of places that is none', () => {
    expect(() => chooseOffers(catalogue, customer, { at, most: 0 })).toThrow(RangeError);
  });
});
