import { describe, expect, it } from 'vitest';
import { featureShift, scoreShift } from './shift.js';

const of = { trainingRows: 3_000, records: 300, weight: 0.2 };
const values = (empty: number): (string | null)[] =>
  Array.from({ length: 300 }, (_, i) => (i < empty ? null : `words ${i}`));

describe('shift of an input of words', () => {
  const spec = { id: 'note', label: 'Note', from: 'fields.note', as: 'text' as const };
  const note = {
    spec: { ...spec, changeable: false, sensitive: false },
    profile: { present: 0.9, meanAbs: 1 },
  };

  it('is none while as many rows have words, whichever they are', () => {
    expect(featureShift(note, values(30), of)).toMatchObject({ level: 'ok', weight: 0.2 });
  });

  it('is seen where the words stay away', () => {
    const gone = featureShift(note, values(200), of);
    expect(gone).toMatchObject({ level: 'alert' });
    expect(gone.detail).toMatch(/ for \d+ % of the newest records and was for \d+ % of those trained on/);
  });
});

describe('shift of the score', () => {
  it('is not told without the figures it was judged by', () => {
    expect(scoreShift({}, [0.5], 300)).toMatchObject({ level: 'unknown', psi: null });
  });
});
