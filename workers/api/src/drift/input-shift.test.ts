import type { ModelMeta } from '@aicrm/schema/model';
import type { Scalar } from '@aicrm/schema/view';
import { describe, expect, it } from 'vitest';
import { inputShift } from './input-shift.js';
import type { RecentRows } from './recent-rows.js';

type Feature = ModelMeta['features'][number];
const asOf = Date.parse('2026-11-20T00:00:00Z');

const feature = (id: string, as: Feature['spec']['as'], profile: Partial<Feature['profile']>): Feature => ({
  spec: { id, label: id, from: `fields.${id}`, as, changeable: false, sensitive: false },
  encoder: { kind: 'raw' },
  profile: { present: 1, meanAbs: 0.5, ...profile },
});
const rowsOf = (id: string, values: readonly Scalar[], campaigns = 1): RecentRows => ({
  rows: values.map((value, i) => ({
    asOf,
    campaign: `crm:${i % campaigns}`,
    view: {
      id: `lead:crm:${i}`,
      type: 'lead',
      seq: 0,
      viewAt: '2026-11-20',
      fields: { [id]: value },
      facts: {},
    },
  })),
  records: values.length,
  campaigns,
});
const shift = (one: Feature, values: readonly Scalar[], campaigns = 1) =>
  inputShift(one, rowsOf(one.spec.id, values, campaigns), 3_000, 0.2);
const spread = Array.from({ length: 300 }, (_, i) => i);
const evenly = { quantiles: [15, 30, 75, 150, 225, 270, 285] };

describe('an input', () => {
  it('that has not moved says so; one that has says from where to where', () => {
    const size = feature('size', 'number', evenly);
    expect(shift(size, spread)).toMatchObject({
      level: 'ok',
      weight: 0.2,
      detail: expect.stringMatching(/chance/),
    });
    const far = shift(
      size,
      spread.map((value) => value + 100),
    );
    expect(far).toMatchObject({ level: 'alert' });
    expect(far.detail).toBe(
      'Half of the newest records are below 250; of those trained on, below 150 (another population).',
    );
  });

  it('of levels names the level, one that went missing says it is empty, a tie its value', () => {
    const source = feature('source', 'category', { levels: { web: 0.8, fair: 0.2 } });
    const fairs = spread.map((i) => (i % 5 === 0 ? 'web' : 'fair'));
    expect(shift(source, fairs).detail).toMatch(
      /^It is "web" for 20 % of the newest records and was for 80 %/,
    );
    expect(
      shift(
        source,
        spread.map(() => null),
      ).detail,
    ).toMatch(/^It is empty for 100 % .* and was for 0 %/);
    const visits = feature('visits', 'number', { quantiles: [0, 0, 0, 0, 0, 2, 3] });
    expect(
      shift(
        visits,
        spread.map((i) => (i % 5 < 3 ? 0 : 9)),
      ).detail,
    ).toMatch(/^\d+ % of the newest records are above 3; of those trained on, 5 %/);
  });

  it('that every record of a campaign shares is judged by campaigns and not by records', () => {
    const kind = feature('campaign.kind', 'category', { levels: { A: 0.6, B: 0.4 } });
    const values = spread.map(() => 'B');
    expect(shift(kind, values, 2)).toMatchObject({ level: 'unknown', psi: null });
    expect(shift(kind, values, 2).detail).toMatch(/come from 2 campaigns; 50 would be needed/);
    expect(shift(kind, values, 60).level).toBe('alert');
  });

  it('that is the age of a record is not compared', () => {
    const age = feature('createdAt', 'days-since', { quantiles: [0, 0, 1, 5, 14, 30, 30] });
    expect(
      shift(
        age,
        spread.map(() => '2026-01-01'),
      ),
    ).toMatchObject({ level: 'unknown', psi: null });
  });

  it('of too few records says how many there are', () => {
    expect(shift(feature('size', 'number', evenly), [1, 2, 3]).detail).toMatch(/3 of the 50/);
  });
});
