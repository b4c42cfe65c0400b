import { model, recordId, whenClient } from './ai-crm.js';

const idOf = (record) => record.slice(recordId('').length);

/**
 * Scores of all leads, computed in this page from its own store: at once from what is stored, and again when a sync
 * brought something new.
 * @param {(scores: Map<string, { probability: number, band: string }>, state: { done: boolean }) => void} paint
 */
export async function scoreAll(paint) {
  const client = await whenClient();
  const read = (ranked, done) =>
    paint(new Map(ranked.map(({ recordId: id, probability, band }) => [idOf(id), { probability, band }])), {
      done,
    });
  const rank = async () => {
    const ranked = await client.rank(model, (soFar) => read(soFar, false));
    // Before the first sync of this browser the store is still filling, so that no order is final yet.
    read(ranked, client.status.syncedAt !== null || !client.status.online);
    return ranked.length;
  };
  const stored = await rank();
  const outcome = await client.sync();
  if (outcome.state === 'synced' || stored === 0) await rank();
  let syncedAt = client.status.syncedAt;
  client.onStatus((status) => {
    if (status.syncedAt === syncedAt) return;
    syncedAt = status.syncedAt;
    void rank();
  });
}
