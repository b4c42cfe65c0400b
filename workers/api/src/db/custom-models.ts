import type { AnyCard, CustomKind } from '@aicrm/schema/custom-model';
import type { ModelVersion } from '@aicrm/schema/wire';
import { compiled, type Database } from './database.js';

export interface NewCustomVersion {
  readonly model: string;
  readonly version: string;
  readonly kind: CustomKind;
  readonly sha256: string;
  readonly bytes: number;
  readonly card: AnyCard;
  readonly status: 'published' | 'refused';
  readonly jobId: string;
  readonly horizonDays: number;
  /** What was asked, without the rows. */
  readonly question: unknown;
}

export interface CustomVersion extends Omit<ModelVersion, 'card'> {
  readonly model: string;
  readonly kind: CustomKind;
  readonly card: AnyCard;
  readonly question: unknown;
}

/** The models that a tenant asked for over tables of its own: rows of the registry that have a kind. */
export function customModelsOf(db: Database, tenant: string) {
  const all = () =>
    db.query.selectFrom('model_versions').where('tenant', '=', tenant).where('kind', 'is not', null);
  const columns = [
    'model',
    'version',
    'kind',
    'sha256',
    'bytes',
    'status',
    'created_at',
    'card',
    'question',
  ] as const;
  type Row = Awaited<ReturnType<typeof rows>>[number];
  const rows = (model?: string) => {
    const query = all().select(columns).orderBy('created_at', 'desc').orderBy('version', 'desc');
    return (model === undefined ? query : query.where('model', '=', model)).execute();
  };
  const read = (row: Row): CustomVersion => ({
    model: row.model,
    version: row.version,
    kind: row.kind as CustomKind,
    sha256: row.sha256,
    bytes: row.bytes,
    status: row.status as ModelVersion['status'],
    createdAt: row.created_at,
    card: JSON.parse(row.card) as AnyCard,
    question: JSON.parse(row.question ?? 'null'),
  });

  return {
    /** All versions of one model, or of every one; the newest first. */
    async versions(model?: string): Promise<CustomVersion[]> {
      return (await rows(model)).map(read);
    },

    async exists(model: string): Promise<boolean> {
      return (await all().select('version').where('model', '=', model).executeTakeFirst()) !== undefined;
    },

    async names(): Promise<string[]> {
      return (await all().select('model').distinct().execute()).map(({ model }) => model);
    },

    async byJob(jobId: string): Promise<CustomVersion | null> {
      const row = await all().select(columns).where('job_id', '=', jobId).executeTakeFirst();
      return row === undefined ? null : read(row);
    },

    /**
     * Registers a version, and retires the published one where the new one takes its place. No page is told: pages score
     * records, and these models score rows of tables.
     */
    async add(made: NewCustomVersion, now: string): Promise<void> {
      if ((await this.byJob(made.jobId)) !== null) return;
      const retire = db.query
        .updateTable('model_versions')
        .where('tenant', '=', tenant)
        .where('model', '=', made.model)
        .where('status', '=', 'published')
        .set({ status: 'retired' });
      const insert = db.query.insertInto('model_versions').values({
        tenant,
        model: made.model,
        version: made.version,
        sha256: made.sha256,
        bytes: made.bytes,
        status: made.status,
        card: JSON.stringify(made.card),
        created_at: now,
        published_at: made.status === 'published' ? now : null,
        job_id: made.jobId,
        horizon_days: made.horizonDays,
        kind: made.kind,
        question: JSON.stringify(made.question),
      });
      await db.batch([...(made.status === 'published' ? compiled(retire) : []), ...compiled(insert)]);
    },

    /** Removes a model with all its versions; answers the files that nothing points to any more. */
    async remove(model: string): Promise<string[]> {
      const files = new Set((await rows(model)).map(({ sha256 }) => sha256));
      await db.query
        .deleteFrom('model_versions')
        .where('tenant', '=', tenant)
        .where('model', '=', model)
        .where('kind', 'is not', null)
        .execute();
      const kept = await db.query
        .selectFrom('model_versions')
        .select('sha256')
        .where('tenant', '=', tenant)
        .where('sha256', 'in', [...files])
        .execute();
      for (const { sha256 } of kept) files.delete(sha256);
      return [...files];
    },
  };
}
