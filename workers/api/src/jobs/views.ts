import { indexHistory, leadViewAt } from '@aicrm/models/lead-score/lead-score';
import * as z from 'zod/mini';
import type { NewView } from '../db/views.js';
import { instantOf } from '../dependencies.js';
import { catalog } from './catalog.js';
import { contactViews } from './contact-view.js';
import { loadHistory } from './history.js';
import type { Job } from './job.js';
import { requestScoring } from './requests.js';

const Payload = z.object({ connection: z.string(), score: z.optional(z.boolean()) });

/** Views written at a time: about half a megabyte of JSON, and a report of progress after each. */
const slice = 500;

/**
 * Builds the views of a connection's leads and contacts as of now and stores those that differ. All are computed, since
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
  const history = await loadHistory(scope, connection);
  const total = Math.max(history.leads.length + history.contacts.length, 1);
  let done = 0;
  let waiting: NewView[] = [];
  const write = async () => {
    await scope.views.put(waiting);
    done += waiting.length;
    waiting = [];
    await report(done / total, `building views of ${connection}`);
  };
  const index = indexHistory(history);
  for (const { sourceId } of history.leads) {
    waiting.push(leadViewAt(index, sourceId, asOf));
    if (waiting.length === slice) await write();
  }
  for (const view of contactViews(history, asOf)) {
    waiting.push(view);
    if (waiting.length === slice) await write();
  }
  await write();
  for (const importId of covered)
    await scope.imports.move(importId, ['finishing'], 'done', instantOf(deps.now()));
  if (score || (await scope.views.seq()) !== before)
    for (const { name: model } of catalog)
      if ((await scope.models.current(model)) !== null)
        await requestScoring(deps, scope, model, `score-${model}-${id}`);
  return null;
}
