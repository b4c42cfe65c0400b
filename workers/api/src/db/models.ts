import type { ModelCard } from '@aicrm/schema/model';
import type { ModelVersion } from '@aicrm/schema/wire';
import { compiled, type Database, statement } from './database.js';
import { advance } from './records.js';

export interface NewVersion {
  readonly model: string;
  readonly version: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly card: ModelCard;
  readonly status: 'published' | 'candidate' | 'refused';
  readonly jobId: string;
  /** Days within which the outcome must happen. */
  readonly horizonDays: number;
}

/** The list of a tenant's models without the cards: what sync needs on every page. */
export interface VersionLine {
  readonly model: string;
  readonly version: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly status: ModelVersion['status'];
  readonly reason: string;
}

export interface PublishedVersion {
  readonly version: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly publishedAt: string | null;
  /** Null for versions registered before it was written down: the model's default. */
  readonly horizonDays: number | null;
}

export function modelsOf(db: Database, tenant: string) {
  const all = () => db.query.selectFrom('model_versions').where('tenant', '=', tenant);
  const change = (model: string) =>
    db.query.updateTable('model_versions').where('tenant', '=', tenant).where('model', '=', model);
  const full = ['version', 'sha256', 'bytes', 'status', 'created_at', 'card'] as const;
  const retire = (model: string, to: 'retired' | 'candidate') =>
    change(model).where('status', '=', 'published').set({ status: to });
  const publish = (model: string, version: string, now: string) =>
    change(model).where('version', '=', version).set({ status: 'published', published_at: now });
  /** Pages learn of another pointer by sync, so it takes a number in the tenant's sequence. */
  const announce = [
    statement('update tenants set models_seq = seq + 1 where tenant = ?1', tenant),
    advance(tenant),
  ];

  return {
    /** The newest first. */
    async versions(model: string): Promise<ModelVersion[]> {
      const rows = await all()
        .select(full)
        .where('model', '=', model)
        .orderBy('created_at', 'desc')
        .orderBy('version', 'desc')
        .execute();
      return rows.map((row) => ({
        version: row.version,
        sha256: row.sha256,
        bytes: row.bytes,
        status: row.status as ModelVersion['status'],
        createdAt: row.created_at,
        card: JSON.parse(row.card) as ModelCard,
      }));
    },

    async lines(): Promise<VersionLine[]> {
      const rows = await all()
        .select(['model', 'version', 'sha256', 'bytes', 'status'])
        .select((eb) => eb.fn<string>('json_extract', ['card', eb.val('$.verdict.reason')]).as('reason'))
        .orderBy('created_at', 'desc')
        .orderBy('version', 'desc')
        .execute();
      return rows.map((row) => ({ ...row, status: row.status as ModelVersion['status'] }));
    },

    async current(model: string): Promise<PublishedVersion | null> {
      const row = await all()
        .select(['version', 'sha256', 'bytes', 'published_at', 'horizon_days'])
        .where('model', '=', model)
        .where('status', '=', 'published')
        .executeTakeFirst();
      if (row === undefined) return null;
      const { version, sha256, bytes, published_at: publishedAt, horizon_days: horizonDays } = row;
      return { version, sha256, bytes, publishedAt, horizonDays };
    },

    async hasArtefact(sha256: string): Promise<boolean> {
      return (await all().select('version').where('sha256', '=', sha256).executeTakeFirst()) !== undefined;
    },

    async byJob(jobId: string): Promise<ModelVersion | null> {
      const row = await all().select(full).where('job_id', '=', jobId).executeTakeFirst();
      if (row === undefined) return null;
      return {
        version: row.version,
        sha256: row.sha256,
        bytes: row.bytes,
        status: row.status as ModelVersion['status'],
        createdAt: row.created_at,
        card: JSON.parse(row.card) as ModelCard,
      };
    },

    /**
     * Registers a version, published where the gate said so and the one before it retired, in one transaction. A job
     * that is delivered twice adds nothing the second time.
     */
    async add(version: NewVersion, now: string): Promise<void> {
      if ((await this.byJob(version.jobId)) !== null) return;
      const insert = db.query.insertInto('model_versions').values({
        tenant,
        model: version.model,
        version: version.version,
        sha256: version.sha256,
        bytes: version.bytes,
        status: version.status,
        card: JSON.stringify(version.card),
        created_at: now,
        published_at: version.status === 'published' ? now : null,
        job_id: version.jobId,
        horizon_days: version.horizonDays,
      });
      await db.batch([
        ...(version.status === 'published' ? compiled(retire(version.model, 'retired')) : []),
        ...compiled(insert),
        // A refusal is news too: it is what the page says in place of a score.
        ...announce,
      ]);
    },

    async publish(model: string, version: string, now: string): Promise<void> {
      await db.batch([...compiled(retire(model, 'retired'), publish(model, version, now)), ...announce]);
    },

    /**
     * Goes back to the version published before. The one that is left becomes a candidate, so that a second revert
     * goes one further back and not forth again. Null where there is none.
     */
    async revert(model: string): Promise<string | null> {
      const before = await all()
        .select('version')
        .where('model', '=', model)
        .where('status', '=', 'retired')
        .where('published_at', 'is not', null)
        .orderBy('published_at', 'desc')
        .executeTakeFirst();
      if (before === undefined) return null;
      // The moment of its first publication stays: it is the order that a further revert follows.
      const restore = change(model).where('version', '=', before.version).set({ status: 'published' });
      await db.batch([...compiled(retire(model, 'candidate'), restore), ...announce]);
      return before.version;
    },
  };
}
