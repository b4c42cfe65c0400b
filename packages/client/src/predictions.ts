import type { Artefact } from '@aicrm/runtime/artefact';
import type { viewFromHost } from '@aicrm/runtime/host-record';
import { predict } from '@aicrm/runtime/predict';
import type { Prediction, Refusal } from '@aicrm/schema/prediction';
import type { Problem } from '@aicrm/schema/problem';
import type { RecordView } from '@aicrm/schema/view';
import { unknownRecord } from './problems.js';
import type { Freshness, PredictionState, ScoreRequest } from './types.js';

const hour = 3_600_000;
const day = 24 * hour;
/** Predictions remembered; a list of 10,000 records under two models fits. */
const remembered = 20_000;

/** A model that can be run, or the reason why there is none (`null`: none was trained yet). */
export type ModelSlot =
  | { readonly artefact: Artefact }
  | { readonly artefact: null; readonly refusal: string | null };

/** What the page holds in memory: all that painting needs, so that painting never waits and never asks the network. */
export interface Shelf {
  /** Wanted views by id; `null` = the worker said that there is none, absent = not known yet. */
  readonly views: Map<string, RecordView | null>;
  readonly models: Map<string, ModelSlot>;
  readonly predictions: Map<string, Prediction>;
  /** Epoch milliseconds of the last sync that worked, of this page view or an earlier one. */
  syncedAt: number | null;
  /** Whether a sync has worked in this page view. */
  live: boolean;
  failingSince: number | null;
  problem: Problem | null;
  /** Comes with the engine: a host's record needs a model from the network first, so it is no part of the first paint. */
  viewFromHost: typeof viewFromHost | null;
}

export const emptyShelf = (): Shelf => ({
  views: new Map(),
  models: new Map(),
  predictions: new Map(),
  syncedAt: null,
  live: false,
  failingSince: null,
  problem: null,
  viewFromHost: null,
});

/** How fresh synced data is; see `Freshness`. */
export function freshnessOf(shelf: Shelf, now: number): Freshness {
  // Either way: a moment in the future means that the clock was set, and says as little as one long ago.
  const beyond = (moment: number | null, ms: number): boolean =>
    moment !== null && Math.abs(now - moment) > ms;
  const failing = beyond(shelf.failingSince, hour);
  const old = beyond(shelf.syncedAt, day);
  if (failing || old) return 'stale';
  return shelf.live ? 'live' : 'cached';
}

/**
 * The prediction of a stored view. Remembered by model, view and UTC day: a page shows one number for a record, in list
 * and badge alike, until the view, the model or the day changes; recency is then computed anew.
 */
export function remember(
  predictions: Map<string, Prediction>,
  artefact: Artefact,
  view: RecordView,
  asOf: number,
): Prediction {
  // A database that was made anew counts `seq` from the beginning again.
  const key = `${artefact.sha256} ${Math.floor(asOf / day)} ${view.seq} ${view.viewAt} ${view.id}`;
  const known = predictions.get(key);
  if (known) return known;
  if (predictions.size >= remembered) predictions.clear();
  const made = predict(artefact, view, asOf);
  predictions.set(key, made);
  return made;
}

/** What a request is scored on, once everything it needs is on the shelf. */
export interface Subject {
  readonly artefact: Artefact;
  readonly view: RecordView;
  /** Whether the host's own data takes part. */
  readonly host: boolean;
  readonly synced: boolean;
}

/** The subject of a request, or the state to show in its place. Pure. */
export function subjectOf(shelf: Shelf, request: ScoreRequest, asOf: number): Subject | PredictionState {
  const { recordId, record, model } = request;
  if (!recordId && !record) return { state: 'empty' };
  const { problem } = shelf;
  const denied = problem?.kind === 'permission';
  // A person who may no longer read synced records sees none, though they still lie in the store.
  if (denied && !record) return { state: 'permission', problem };

  const slot = shelf.models.get(model);
  if (!slot) return problem ? failed(problem) : { state: 'loading' };
  if (!slot.artefact) return refused(shelf, slot.refusal, recordId ?? '', asOf);
  const { artefact } = slot;

  const base = recordId && !denied ? shelf.views.get(recordId) : null;
  // Edits alone, before the stored record they belong to, would flash a refusal.
  if (base === undefined && !problem) return { state: 'loading' };
  if (record) {
    if (!shelf.viewFromHost) return problem ? failed(problem) : { state: 'loading' };
    const view = shelf.viewFromHost(artefact.meta, record, base ?? undefined, asOf);
    const named = view.id === '' && recordId ? { ...view, id: recordId } : view;
    return { artefact, view: named, host: true, synced: Boolean(base) };
  }
  if (base) return { artefact, view: base, host: false, synced: true };
  return failed(base === null || !problem ? unknownRecord() : problem);
}

export const isState = (subject: Subject | PredictionState): subject is PredictionState => 'state' in subject;

/** What a request's listener is told now. Pure but for the memory of predictions. */
export function stateOf(shelf: Shelf, request: ScoreRequest, asOf: number, now: number): PredictionState {
  const subject = subjectOf(shelf, request, asOf);
  if (isState(subject)) return subject;
  const { artefact, view, host, synced } = subject;
  const prediction = host ? predict(artefact, view, asOf) : remember(shelf.predictions, artefact, view, asOf);
  const freshness = synced ? freshnessOf(shelf, now) : 'live';
  const dataAt = view.viewAt;
  return prediction.state === 'score'
    ? { state: 'score', score: prediction, freshness, dataAt }
    : { state: 'insufficient-data', refusal: prediction, freshness, dataAt };
}

const failed = (problem: Problem): PredictionState => ({
  state: problem.kind === 'permission' ? 'permission' : 'error',
  problem,
});

function refused(shelf: Shelf, reason: string | null, recordId: string, now: number): PredictionState {
  const refusal: Refusal = {
    state: 'insufficient-data',
    recordId,
    why: reason === null ? 'no-model' : 'no-evidence',
    missing: [],
    detail: reason ?? 'No model has been trained for this tenant yet.',
  };
  const dataAt = new Date(shelf.syncedAt ?? now).toISOString();
  // A host's own record is as fresh as the page, and nothing is synced for it that could be on its way.
  const freshness = recordId === '' ? 'live' : freshnessOf(shelf, now);
  return { state: 'insufficient-data', refusal, freshness, dataAt };
}

/** Equal for states that look the same, so that a listener is called for changes only. */
export const fingerprint = (state: PredictionState): string =>
  state.state === 'score'
    ? [
        state.freshness,
        state.dataAt,
        state.score.recordId,
        state.score.model.sha256,
        state.score.probability,
        state.score.inputsPresent,
        state.score.asOf,
      ].join(' ')
    : JSON.stringify(state);
