import { readArtefact } from '@aicrm/runtime/artefact';
import { must } from '@aicrm/schema/result';
import { describe, expect, it } from 'vitest';
import { rankStored } from './rank.js';
import { inSlices } from './slices.js';
import { MemoryStore } from './store/memory-store.js';
import { leadView } from './testing/fake-worker.js';
import { smallModel } from './testing/small-model.js';

const asOf = Date.parse('2026-03-01T12:00:00Z');

async function* chunksOf<T>(...chunks: T[][]): AsyncIterable<T[]> {
  yield* chunks;
}

describe('slices', () => {
  it('gives way whenever a slice is over, and misses no item', async () => {
    let clock = 0;
    const seen: number[] = [];
    const sliceEnds: number[] = [];
    await inSlices(
      chunksOf([1, 2, 3, 4], [], [5]),
      (item) => {
        seen.push(item);
        clock += 5;
      },
      () => sliceEnds.push(seen.length),
      () => clock,
    );
    expect(seen).toEqual([1, 2, 3, 4, 5]);
    expect(sliceEnds).toEqual([2, 4]);
  });
});

describe('ranking', () => {
  it('sorts the best first, breaks ties by id and leaves out what has too little data', async () => {
    const { bytes, sha256 } = await smallModel();
    const read = readArtefact(bytes, sha256);
    const artefact = must(read.ok ? read.value : null, 'small model');
    const store = new MemoryStore('acme');
    const views = [
      leadView('lead:club:b', { 'orders.count': 1 }),
      leadView('lead:club:a', { 'orders.count': 1 }),
      leadView('lead:club:best'),
      { ...leadView('lead:club:thin'), facts: {}, fields: {} },
      { ...leadView('contact:club:1'), type: 'contact' },
    ].map((view, i) => ({ ...view, seq: i + 1 }));
    const common = { expectedCursor: null, cursor: '1', reset: false, pointers: [], syncedAt: 1 };
    await store.commit({ ...common, changes: new Map(views.map((view) => [view.id, view])) }, 1);
    const ranked = await rankStored(store, artefact, new Map(), asOf);
    expect(ranked.map(({ recordId }) => recordId)).toEqual(['lead:club:best', 'lead:club:a', 'lead:club:b']);
    expect(ranked[0]).toMatchObject({ band: 'high' });
  });
});
