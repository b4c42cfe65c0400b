import type { Score } from '@aicrm/schema/prediction';
import { type Database, jsonSlices, statement } from './database.js';

/** A smaller move of a probability is no news to anybody, and rows written are the only cost that grows. */
const smallestMove = 0.0005;

export const predictionsOf = (db: Database, tenant: string) => ({
  /** Stores the current scores; one that stands already, of the same version and within .0005, is left alone. */
  async put(scores: readonly Score[]): Promise<void> {
    const rows = scores.map((s) => [
      s.recordId,
      s.model.name,
      s.model.version,
      s.probability,
      s.band,
      s.asOf,
    ]);
    for (const slice of jsonSlices(rows))
      await db.batch([
        statement(
          `insert into predictions (tenant, record, model, version, probability, band, as_of)
           select ?1, json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'),
             json_extract(value, '$[3]'), json_extract(value, '$[4]'), json_extract(value, '$[5]')
           from json_each(?2) where true
           on conflict (tenant, model, record)
           do update set version = excluded.version, probability = excluded.probability, band = excluded.band,
             as_of = excluded.as_of
           where predictions.version <> excluded.version or predictions.band <> excluded.band
             or abs(predictions.probability - excluded.probability) > ?3`,
          tenant,
          slice,
          smallestMove,
        ),
      ]);
  },

  /** Forgets scores of records that can no longer be scored by this model. */
  async drop(model: string, records: readonly string[]): Promise<void> {
    for (const slice of jsonSlices(records))
      await db.batch([
        statement(
          `delete from predictions where tenant = ?1 and model = ?2
             and record in (select value from json_each(?3))`,
          tenant,
          model,
          slice,
        ),
      ]);
  },

  async count(model: string): Promise<number> {
    const row = await db.query
      .selectFrom('predictions')
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .where('tenant', '=', tenant)
      .where('model', '=', model)
      .executeTakeFirstOrThrow();
    return row.n;
  },
});
