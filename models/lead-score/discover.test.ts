import type { Scalar } from '@aicrm/schema/view';
import { describe, expect, it } from 'vitest';
import { discoverFields, type ViewOfOwner } from './discover.js';
import { isPersonalName, isPersonalValue } from './personal.js';

const views = (fields: (i: number) => Record<string, Scalar>): ViewOfOwner[] =>
  Array.from({ length: 200 }, (_, i) => ({
    view: { id: `lead:x:${i}`, type: 'lead', seq: 0, viewAt: '2024-01-01', fields: fields(i), facts: {} },
    contact: `c${i % 150}`,
    campaign: `k${i % 7}`,
  }));

describe('fields that become features', () => {
  const found = discoverFields(
    views((i) => ({
      status: 'open',
      source: ['web', 'fair', null][i % 3] ?? null,
      employees: (i * 37) % 41,
      budget: `${(i * 13) % 29}.5`,
      newsletter: i % 2 === 0,
      lastVisit: `2024-0${1 + (i % 9)}-01`,
      leadNumber: 10_000 + i,
      externalKey: `x${(i * 7919) % 10_007}`,
      remark: `called on ${i % 40} and ${i % 3}, will think about it and come back to us in the spring or so`,
      handle: `user${i}@example.org`,
      country: 'DE',
      nothing: null,
      kids_count: `${i % 3}+`,
      'contact.age': ['18-24', '25-34'][i % 2] ?? null,
      'campaign.kind': ['A', 'B'][i % 2] ?? null,
    })),
  );
  const as = new Map(found.features.map((feature) => [feature.id, feature]));
  const reasons = new Map(found.leftOut.map(({ column, reason }) => [column, reason]));

  it('are read by content', () => {
    expect(as.get('source')?.as).toBe('category');
    expect(as.get('employees')?.as).toBe('number');
    expect(as.get('budget')?.as).toBe('number');
    expect(as.get('newsletter')?.as).toBe('category');
    expect(as.get('lastVisit')).toMatchObject({
      as: 'days-since',
      label: 'Days since last visit',
      unit: 'days',
    });
  });

  it('leave out identifiers, personal values, prose and constants, each with a sentence', () => {
    expect(reasons.get('leadNumber')).toMatch(/running number/);
    expect(reasons.get('externalKey')).toMatch(/identifier/);
    expect(reasons.get('remark')).toBeDefined();
    expect(reasons.get('handle')).toBeDefined();
    expect(reasons.get('country')).toMatch(/same/);
    expect(reasons.get('nothing')).toMatch(/empty/);
    expect(as.has('status')).toBe(false);
  });

  it('say of a field that is filled in only later what it is', () => {
    const later = views((i) => ({ agreed: null, stage: 'new', note: null, region: `r${i % 4}` })).map(
      (one, i) => ({
        ...one,
        today: { agreed: i % 4 === 0 ? 'yes' : null, stage: i % 2 === 0 ? 'done' : 'new', note: null },
      }),
    );
    const left = new Map(
      discoverFields(later).leftOut.map(({ column, label, reason }) => [column, { label, reason }]),
    );
    expect(left.get('agreed')).toMatchObject({ label: 'Agreed' });
    expect(left.get('agreed')?.reason).toMatch(
      /empty whenever a score is needed .* \(50 of 200 have it today\)/,
    );
    expect(left.get('stage')?.reason).toMatch(/the same whenever .* \(100 of 200/);
    expect(left.get('note')?.reason).toBe('It is empty everywhere.');
  });

  it('say which are sensitive and which a person can change', () => {
    expect(as.get('contact.age')).toMatchObject({ sensitive: true, changeable: false, label: 'Age' });
    expect(as.get('kids_count')).toMatchObject({ sensitive: true, label: 'Kids count' });
    expect(as.get('campaign.kind')).toMatchObject({
      sensitive: false,
      changeable: true,
      label: 'Campaign type',
    });
    expect(as.get('employees')).toMatchObject({ sensitive: false, changeable: false });
  });
});

describe('what says who a person is', () => {
  it('is known by name', () => {
    for (const name of ['email', 'workEmail', 'first_name', 'Phone 2', 'name', 'street', 'linkedinUrl'])
      expect(isPersonalName(name), name).toBe(true);
    for (const name of ['source', 'age', 'household_size', 'shipping', 'employees', 'telephony'])
      expect(isPersonalName(name), name).toBe(false);
  });
  it('and by value', () => {
    for (const value of ['a.b@c.de', '+49 30 123456', '(030) 1234-5678', 'https://x.org/y'])
      expect(isPersonalValue(value), value).toBe(true);
    for (const value of ['35-49K', '2024-01-05', 'Type B', '12345', '2 Adults No Kids'])
      expect(isPersonalValue(value), value).toBe(false);
  });
});
