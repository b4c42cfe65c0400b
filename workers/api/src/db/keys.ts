import type { ApiKey, Scope } from '@aicrm/schema/wire';
import type { Database } from './database.js';
import type { NewKey } from './tenants.js';

export interface StoredKey extends ApiKey {
  readonly hash: string;
}

export function keysOf(db: Database, tenant: string) {
  const rows = () =>
    db.query
      .selectFrom('api_keys')
      .select(['id', 'label', 'scopes', 'hash', 'created_at', 'revoked_at'])
      .where('tenant', '=', tenant);
  type Row = Awaited<ReturnType<ReturnType<typeof rows>['executeTakeFirstOrThrow']>>;
  const read = (row: Row): StoredKey => ({
    id: row.id,
    label: row.label,
    scopes: JSON.parse(row.scopes) as Scope[],
    hash: row.hash,
    createdAt: row.created_at,
    revokedAt: row.revoked_at,
  });
  return {
    async get(id: string): Promise<StoredKey | null> {
      const row = await rows().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : read(row);
    },
    async list(): Promise<StoredKey[]> {
      return (await rows().orderBy('created_at').orderBy('id').execute()).map(read);
    },
    async add(key: NewKey, now: string): Promise<void> {
      await db.query
        .insertInto('api_keys')
        .values({
          tenant,
          id: key.id,
          label: key.label,
          scopes: JSON.stringify(key.scopes),
          hash: key.hash,
          created_at: now,
          revoked_at: null,
        })
        .execute();
    },
    /** False where there is no such key; revoking twice keeps the first moment. */
    async revoke(id: string, now: string): Promise<boolean> {
      const { numUpdatedRows } = await db.query
        .updateTable('api_keys')
        .set((eb) => ({ revoked_at: eb.fn.coalesce('revoked_at', eb.val(now)) }))
        .where('tenant', '=', tenant)
        .where('id', '=', id)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
  };
}
