import { indexHistory, leadViewAt } from '@aicrm/models/lead-score/lead-score';
import type { NewView } from '../db/views.js';
import { instantOf } from '../dependencies.js';
import { catalog } from './catalog.js';
import { contactViews } from './contact-view.js';
import { enqueueJob } from './enqueue.js';
import { loadHistory } from './history.js';
import type { Job } from './job.js';

/** Views written at a time: about half a megabyte of JSON, and a report of progress after each. */
const slice = 500;

/**
 * Builds the views of a connection's leads and contacts as of now (of all connections where none is named) and stores
 * those that differ. All are computed, since one new column or campaign can change every view; only what changed is
 * written or sent. Running it twice changes nothing the second time.
 */
export async function buildViews({ deps, scope, id, payload, report }: Job): Promise<null> {
  const { importId, connection } = readPayload(payload);
  const connections = connection ? [connection] : await scope.records.connections(['lead', 'contact']);
  const before = await scope.views.seq();
  for (const [i, one] of connections.entries()) {
    const asOf = deps.now();
    const history = await loadHistory(scope, one);
    const total = Math.max(history.leads.length + history.contacts.length, 1);
    let done = 0;
    let waiting: NewView[] = [];
    const write = async () => {
      await scope.views.put(waiting);
      done += waiting.length;
      waiting = [];
      await report((i + done / total) / connections.length, `building views of ${one}`);
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
  }
  if (importId) await scope.imports.move(importId, ['finishing', 'open'], 'done', instantOf(deps.now()));
  if ((await scope.views.seq()) !== before)
    for (const { name: model } of catalog)
      if ((await scope.models.current(model)) !== null)
        await enqueueJob(deps, scope, {
          id: `score-${id}`,
          kind: 'score',
          subject: model,
          step: 'waiting to score',
          payload: { model },
        });
  return null;
}

function readPayload(payload: unknown): { importId?: string; connection?: string } {
  const { importId, connection } = (payload ?? {}) as Record<string, unknown>;
  return {
    ...(typeof importId === 'string' ? { importId } : {}),
    ...(typeof connection === 'string' ? { connection } : {}),
  };
}
