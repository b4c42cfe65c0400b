import type { RecordTrend } from '@aicrm/schema/drift';
import type { RecordKey, RecordType } from '@aicrm/schema/ids';
import type { Band } from '@aicrm/schema/prediction';
import { type Database, jsonSlices, statement } from './database.js';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** A week less an hour, because nights do not come at the same minute. */
const sampleEveryMs = 7 * dayMs - hourMs;

export interface LoggedScore {
  readonly key: RecordKey;
  readonly logit: number;
  readonly band: Band;
}

/** What one version said first of a record, and what came of it. */
export interface FirstWord {
  readonly asOf: string;
  readonly logit: number;
  /** When its horizon has passed. */
  readonly dueAt: string;
  /** `late`: it had happened before it was predicted, and we only learned of it afterwards. */
  readonly outcome: 0 | 1 | 'late' | null;
  /** Whether it may be counted: all outcomes that began with it are known too, slow failures as well as quick successes. */
  readonly known: boolean;
}

/** A calendar day is known once it is over; other instants are brought to one form, so that texts compare as times. */
const momentOf = (expression: string): string =>
  `case length(${expression}) when 10 then ${expression} || 'T23:59:59.999Z'
     else strftime('%Y-%m-%dT%H:%M:%fZ', ${expression}) end`;

export const logOf = (db: Database, tenant: string) => ({
  /**
   * Writes down scores of open records: the first of each record by this version, a change of band, and a sample a
   * week; all else is left out. Repeating it changes nothing.
   */
  async append(
    model: string,
    version: string,
    horizonDays: number,
    asOf: number,
    scores: readonly LoggedScore[],
  ): Promise<void> {
    const rows = scores.map(({ key, logit, band }) => [key.connection, key.sourceId, logit, band]);
    for (const slice of jsonSlices(rows))
      await db.batch([
        statement(
          `insert into prediction_log
             (tenant, model, connection, source_id, as_of, version, logit, band, cause, due_at)
           select ?1, ?2, n.connection, n.source_id, ?4, ?5, n.logit, n.band,
             case when l.version is not ?5 then 'first' when l.band <> n.band then 'band' else 'week' end, ?6
           from (
             select json_extract(value, '$[0]') as connection, json_extract(value, '$[1]') as source_id,
               json_extract(value, '$[2]') as logit, json_extract(value, '$[3]') as band
             from json_each(?3)
           ) n
           left join prediction_log l on l.tenant = ?1 and l.model = ?2 and l.connection = n.connection
             and l.source_id = n.source_id and l.as_of = (
               select max(m.as_of) from prediction_log m where m.tenant = ?1 and m.model = ?2
                 and m.connection = n.connection and m.source_id = n.source_id
             )
           where l.version is not ?5 or l.band <> n.band or l.as_of <= ?7
           on conflict do nothing`,
          tenant,
          model,
          slice,
          new Date(asOf).toISOString(),
          version,
          new Date(asOf + horizonDays * dayMs).toISOString(),
          new Date(asOf - sampleEveryMs).toISOString(),
        ),
      ]);
  },

  /**
   * Joins the log with what became of its records: closed with success within the horizon, closed otherwise, or the
   * horizon passed. A row may be counted (`known_at`) when its horizon has passed, or when its campaign is over and
   * none of the campaign's records is open: the rule by which training takes rows. What a late import corrects is
   * corrected here; rows that stay as they are are not written.
   */
  async settle(model: string, type: RecordType, success: string, now: string): Promise<void> {
    const closed = momentOf("coalesce(json_extract(r.fields, '$.closedAt'), r.changed_at)");
    await db.batch([
      statement(
        `update prediction_log set outcome = s.outcome, settled_at = s.settled_at
         from (
           select l.connection, l.source_id, l.as_of,
             case when c.closed <= l.as_of then null when c.status = ?4 and c.closed <= l.due_at then 1 else 0 end
               as outcome,
             min(c.closed, l.due_at) as settled_at
           from prediction_log l
           join (
             select r.connection, r.source_id, r.status, ${closed} as closed
             from records r where r.tenant = ?1 and r.type = ?3 and r.status <> 'open'
           ) c on c.connection = l.connection and c.source_id = l.source_id and c.closed <= ?5
           where l.tenant = ?1 and l.model = ?2
         ) s
         where prediction_log.tenant = ?1 and prediction_log.model = ?2
           and prediction_log.connection = s.connection and prediction_log.source_id = s.source_id
           and prediction_log.as_of = s.as_of
           and (prediction_log.outcome is not s.outcome or prediction_log.settled_at is not s.settled_at)`,
        tenant,
        model,
        type,
        success,
        now,
      ),
      statement(
        `update prediction_log set outcome = 0, settled_at = due_at
         where tenant = ?1 and model = ?2 and settled_at is null and due_at <= ?3`,
        tenant,
        model,
        now,
      ),
      statement(
        `update prediction_log set known_at = due_at
         where tenant = ?1 and model = ?2 and known_at is null and outcome is not null and due_at <= ?3`,
        tenant,
        model,
        now,
      ),
      statement(
        `with waiting as materialized (
           select distinct connection, json_extract(fields, '$.campaign') as campaign
           from records where tenant = ?1 and type = ?3 and status = 'open'
         ),
         over as materialized (
           select c.connection, c.source_id as campaign
           from records c left join waiting w on w.connection = c.connection and w.campaign = c.source_id
           where c.tenant = ?1 and c.type = 'campaign' and w.campaign is null
             and ${momentOf("json_extract(c.fields, '$.endsAt')")} < ?4
         )
         update prediction_log set known_at = ?4
         from records r join over o on o.connection = r.connection
           and o.campaign = json_extract(r.fields, '$.campaign')
         where r.tenant = ?1 and r.type = ?3
           and prediction_log.tenant = ?1 and prediction_log.model = ?2
           and prediction_log.connection = r.connection and prediction_log.source_id = r.source_id
           and prediction_log.known_at is null and prediction_log.outcome is not null`,
        tenant,
        model,
        type,
        now,
      ),
    ]);
  },

  /** Every record once, by what this version said of it first; of one record's rows the later ones repeat the first. */
  async firstWords(model: string, version: string): Promise<FirstWord[]> {
    const [rows] = await db.batch([
      statement(
        // SQLite takes the bare columns from the row that holds the minimum.
        `select min(as_of) as as_of, logit, due_at, outcome, settled_at, known_at from prediction_log
         where tenant = ?1 and model = ?2 and version = ?3 group by connection, source_id order by 1`,
        tenant,
        model,
        version,
      ),
    ]);
    return (rows ?? []).map((row) => ({
      asOf: String(row.as_of),
      logit: Number(row.logit),
      dueAt: String(row.due_at),
      outcome: row.outcome === null ? (row.settled_at === null ? null : 'late') : row.outcome === 1 ? 1 : 0,
      known: row.known_at !== null,
    }));
  },

  /** All that is kept of one record, the oldest first; probabilities as they were shown. */
  async trend(model: string, key: RecordKey): Promise<RecordTrend['points']> {
    const rows = await db.query
      .selectFrom('prediction_log')
      .select(['as_of', 'version', 'logit', 'band', 'cause', 'outcome'])
      .where('tenant', '=', tenant)
      .where('model', '=', model)
      .where('connection', '=', key.connection)
      .where('source_id', '=', key.sourceId)
      .orderBy('as_of')
      .execute();
    return rows.map((row) => ({
      asOf: row.as_of,
      version: row.version,
      probability: 1 / (1 + Math.exp(-row.logit)),
      band: row.band as Band,
      cause: row.cause as RecordTrend['points'][number]['cause'],
      outcome: row.outcome === null ? null : row.outcome === 1,
    }));
  },

  /** Drops rows whose horizon passed before a moment. */
  async forget(before: string): Promise<void> {
    await db.query
      .deleteFrom('prediction_log')
      .where('tenant', '=', tenant)
      .where('due_at', '<', before)
      .execute();
  },
});
