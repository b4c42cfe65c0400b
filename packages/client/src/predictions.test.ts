import { readArtefact } from '@aicrm/runtime/artefact';
import { viewFromHost } from '@aicrm/runtime/host-record';
import { must } from '@aicrm/schema/result';
import { describe, expect, it } from 'vitest';
import { emptyShelf, fingerprint, freshnessOf, type Shelf, stateOf } from './predictions.js';
import { clientProblem, unreachable } from './problems.js';
import { leadView } from './testing/fake-worker.js';
import { smallModel } from './testing/small-model.js';

const asOf = Date.parse('2026-03-01T12:00:00Z');
const hour = 3_600_000;
const model = 'lead-score';
const recordId = 'lead:club:1';

async function shelfWith(changes: Partial<Shelf> = {}): Promise<Shelf> {
  const { bytes, sha256 } = await smallModel();
  const artefact = readArtefact(bytes, sha256);
  const shelf: Shelf = { ...emptyShelf(), viewFromHost, syncedAt: asOf, ...changes };
  shelf.models.set(model, { artefact: must(artefact.ok ? artefact.value : null, 'small model') });
  shelf.views.set(recordId, { ...leadView(recordId), seq: 1 });
  return shelf;
}

const state = (shelf: Shelf, request: { recordId?: string; record?: Record<string, unknown> }, now = asOf) =>
  stateOf(shelf, { model, ...request }, asOf, now);

describe('the state of a prediction', () => {
  it('scores a stored record as the hand-made trees do', async () => {
    const answer = state(await shelfWith(), { recordId });
    const margin = 1 + 0.25 + 0.5;
    expect(answer).toMatchObject({ state: 'score', freshness: 'cached', dataAt: '2026-03-01T00:00:00Z' });
    if (answer.state === 'score')
      expect(answer.score.probability).toBeCloseTo(1 / (1 + Math.exp(-margin)), 12);
  });

  it('waits for what is not known yet, and says what will never come', async () => {
    const shelf = await shelfWith();
    expect(state(shelf, {})).toEqual({ state: 'empty' });
    expect(state(shelf, { recordId: 'lead:club:2' })).toEqual({ state: 'loading' });
    shelf.views.set('lead:club:2', null);
    expect(state(shelf, { recordId: 'lead:club:2' })).toMatchObject({
      state: 'error',
      problem: { kind: 'not-found' },
    });
    shelf.models.clear();
    expect(state(shelf, { recordId })).toEqual({ state: 'loading' });
    shelf.problem = unreachable('down');
    expect(state(shelf, { recordId })).toMatchObject({ state: 'error', problem: { kind: 'temporary' } });
  });

  it('goes on showing the score while the worker is dead', async () => {
    const shelf = await shelfWith({ problem: unreachable('down'), failingSince: asOf });
    expect(state(shelf, { recordId })).toMatchObject({ state: 'score', freshness: 'cached' });
  });

  it('shows no stored record to a person who is refused, but scores what the host itself hands over', async () => {
    const shelf = await shelfWith({ problem: clientProblem('permission', 403, 'No', 'No.') });
    expect(state(shelf, { recordId })).toMatchObject({ state: 'permission' });
    const own = { orderCount: 5, lastOrder: '2026-02-20', group: 'loyal' };
    expect(state(shelf, { record: own })).toMatchObject({ state: 'score', freshness: 'live' });
    const edit = state(shelf, { recordId, record: { orderCount: 1 } });
    // Over a stored record that may not be read, one field is all there is.
    expect(edit).toMatchObject({ state: 'insufficient-data', refusal: { why: 'inputs' } });
  });

  it("lays the host's edit over the stored record", async () => {
    const shelf = await shelfWith();
    const before = state(shelf, { recordId });
    const edited = state(shelf, { recordId, record: { orderCount: 0 } });
    expect(edited).toMatchObject({ state: 'score', freshness: 'cached', score: { recordId } });
    if (edited.state === 'score' && before.state === 'score')
      expect(edited.score.logit - before.score.logit).toBeCloseTo(-1.5, 6);
  });

  it('waits with an edit for the stored record that it belongs to', async () => {
    const shelf = await shelfWith();
    shelf.views.clear();
    expect(state(shelf, { recordId, record: { orderCount: 0 } })).toEqual({ state: 'loading' });
  });

  it('refuses in words when inputs, model or evidence are missing', async () => {
    const shelf = await shelfWith();
    expect(state(shelf, { record: { group: 'loyal' } })).toMatchObject({
      state: 'insufficient-data',
      refusal: { why: 'inputs', missing: ['Orders so far', 'Days since last order'] },
    });
    shelf.models.set(model, { artefact: null, refusal: 'No better than the base rate.' });
    expect(state(shelf, { recordId })).toMatchObject({
      state: 'insufficient-data',
      refusal: { why: 'no-evidence', detail: 'No better than the base rate.' },
    });
    expect(state(shelf, { recordId })).toMatchObject({ freshness: 'cached' });
    // The host's own record is on the page: there is nothing stored that could be older.
    expect(state(shelf, { record: { group: 'loyal' } })).toMatchObject({
      freshness: 'live',
      refusal: { why: 'no-evidence' },
    });
    shelf.models.set(model, { artefact: null, refusal: null });
    expect(state(shelf, { recordId })).toMatchObject({ refusal: { why: 'no-model' } });
  });

  it('remembers a prediction for its view, model and day, and for nothing else', async () => {
    const shelf = await shelfWith();
    state(shelf, { recordId });
    state(shelf, { recordId });
    expect(shelf.predictions.size).toBe(1);
    shelf.views.set(recordId, { ...leadView(recordId, { 'orders.count': 0 }), seq: 2 });
    expect(state(shelf, { recordId })).toMatchObject({ state: 'score' });
    stateOf(shelf, { model, recordId }, asOf + 24 * hour, asOf);
    expect(shelf.predictions.size).toBe(3);
  });
});

describe('freshness', () => {
  it.each([
    [{ live: true }, 0, 'live'],
    [{ live: false }, 0, 'cached'],
    [{ live: false }, 23 * hour, 'cached'],
    [{ live: false }, 25 * hour, 'stale'],
    [{ live: true }, 25 * hour, 'stale'],
    [{ live: true, failingSince: asOf }, 0.9 * hour, 'live'],
    [{ live: true, failingSince: asOf }, 1.1 * hour, 'stale'],
    [{ live: false, failingSince: asOf }, 1.1 * hour, 'stale'],
    // The clock was set back by three days.
    [{ live: false }, -72 * hour, 'stale'],
  ] as const)('%j after %i ms is %s', (changes, later, expected) => {
    expect(freshnessOf({ ...emptyShelf(), syncedAt: asOf, ...changes }, asOf + later)).toBe(expected);
  });
});

describe('fingerprint', () => {
  it('is equal for what looks the same and differs for what does not', async () => {
    const shelf = await shelfWith();
    const print = fingerprint(state(shelf, { recordId }));
    expect(fingerprint(state(shelf, { recordId }))).toBe(print);
    shelf.live = true;
    expect(fingerprint(state(shelf, { recordId }))).not.toBe(print);
  });
});
