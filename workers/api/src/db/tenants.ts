import type { TenantId } from '@aicrm/schema/ids';
import { compiled, type Database, isUniqueViolation } from './database.js';

export interface Tenant {
  readonly tenant: string;
  readonly name: string;
  readonly currency: string | null;
  /** Names this database's life of the tenant; cursors carry it. */
  readonly epoch: string;
  readonly createdAt: string;
}

export interface NewKey {
  readonly id: string;
  readonly label: string;
  readonly scopes: readonly string[];
  readonly hash: string;
}

/** Creates a tenant with its first key, both or neither; false when the tenant exists. */
export async function createTenant(db: Database, tenant: Tenant, key: NewKey): Promise<boolean> {
  try {
    await db.batch(
      compiled(
        db.query.insertInto('tenants').values({
          tenant: tenant.tenant,
          name: tenant.name,
          currency: tenant.currency,
          epoch: tenant.epoch,
          created_at: tenant.createdAt,
        }),
        db.query.insertInto('api_keys').values({
          tenant: tenant.tenant,
          id: key.id,
          label: key.label,
          scopes: JSON.stringify(key.scopes),
          hash: key.hash,
          created_at: tenant.createdAt,
          revoked_at: null,
        }),
      ),
    );
    return true;
  } catch (error) {
    if (isUniqueViolation(error)) return false;
    throw error;
  }
}

/** All tenants, for the nightly round. */
export async function allTenants(db: Database): Promise<TenantId[]> {
  const rows = await db.query.selectFrom('tenants').select('tenant').orderBy('tenant').execute();
  return rows.map((row) => row.tenant as TenantId);
}

export const tenantOf = (db: Database, tenant: string) => ({
  async get(): Promise<Tenant | null> {
    const row = await db.query
      .selectFrom('tenants')
      .select(['name', 'currency', 'epoch', 'created_at'])
      .where('tenant', '=', tenant)
      .executeTakeFirst();
    if (row === undefined) return null;
    return { tenant, name: row.name, currency: row.currency, epoch: row.epoch, createdAt: row.created_at };
  },
});
