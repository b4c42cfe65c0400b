import { dealViewAt, indexDeals, stageNorms } from '@aicrm/models/deal-score/deal-score';
import type { DealHistory } from '@aicrm/models/deal-score/history';
import type { LeadHistory } from '@aicrm/models/lead-score/history';
import { indexHistory, leadViewAt } from '@aicrm/models/lead-score/lead-score';
import * as z from 'zod/mini';
import type { TenantScope } from '../db/scope.js';
import type { NewView } from '../db/views.js';
import { instantOf } from '../dependencies.js';
import { catalog } from './catalog.js';
import { contactViews } from './contact-view.js';
import { loadDealHistory, loadHistory } from './history.js';
import type { Job } from './job.js';
import { requestScoring } from './requests.js';

const Payload = z.object({ connection: z.string(), score: z.optional(z.boolean()) });

/** Views written at a time: about half a megabyte of JSON, and a report of progress after each. */
const slice = 500;

/**
 * Builds the views of a connection's leads, contacts and deals as of now and stores those that differ. All are computed, since
 * one new column or campaign can change every view; only what changed is written or sent. Running it twice changes
 * nothing the second time.
 *
 * It ends every import that had written all its rows before the history was read, whichever of them asked for it.
 */
export async function buildViews({ deps, scope, id, payload, report }: Job): Promise<null> {
  const { connection, score = false } = Payload.parse(payload);
  const covered = await scope.imports.finishing(connection);
  const before = await scope.views.seq();
  const asOf = deps.now();
  const hasDeals = (await scope.records.connections(['deal'])).includes(connection);
  const step = `building views of ${connection}`;
  // One history after the other, so that only one is in memory at a time.
  const people = await loadHistory(scope, connection);
  await writeViews(scope, peopleViews(people, asOf), (done) =>
    report(((hasDeals ? 0.7 : 1) * done) / Math.max(people.leads.length + people.contacts.length, 1), step),
  );
  if (hasDeals) {
    const history = await loadDealHistory(scope, connection);
    await writeViews(scope, dealViews(history, asOf), (done) =>
      report(0.7 + (0.3 * done) / Math.max(history.deals.length, 1), step),
    );
  }
  for (const importId of covered)
    await scope.imports.move(importId, ['finishing'], 'done', instantOf(deps.now()));
  if (score || (await scope.views.seq()) !== before)
    for (const { name: model } of catalog)
      if ((await scope.models.current(model)) !== null)
        await requestScoring(deps, scope, model, `score-${model}-${id}`);
  return null;
}

function* peopleViews(history: LeadHistory, asOf: number): Generator<NewView> {
  const index = indexHistory(history);
  for (const { sourceId } of history.leads) yield leadViewAt(index, sourceId, asOf);
  yield* contactViews(history, asOf);
}

function* dealViews(history: DealHistory, asOf: number): Generator<NewView> {
  const index = indexDeals(history);
  const norms = stageNorms(index, asOf);
  for (const { sourceId } of history.deals) yield dealViewAt(index, sourceId, asOf, norms);
}

/** Stores views in slices and tells after each how many there were. */
async function writeViews(
  scope: TenantScope,
  views: Generator<NewView>,
  told: (done: number) => Promise<void>,
): Promise<void> {
  let done = 0;
  let waiting: NewView[] = [];
  const write = async () => {
    await scope.views.put(waiting);
    done += waiting.length;
    waiting = [];
    await told(done);
  };
  for (const view of views) {
    waiting.push(view);
    if (waiting.length === slice) await write();
  }
  await write();
}
