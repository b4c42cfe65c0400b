import { problem } from '@aicrm/schema/problem';
import { ImportState, ModelSummary, Scope, TokenAnswer, type TokenRequest } from '@aicrm/schema/wire';
import { createApi, type Shape } from '../api.js';
import { findConnection } from '../config.js';
import type { Io } from '../io.js';
import { table } from '../print.js';
import { type CommonFlags, connect, giveUp, show, status } from './context.js';
import { listOf } from './models.js';

export interface TokenFlags extends CommonFlags {
  readonly scope: readonly string[];
  readonly origin: readonly string[];
  readonly record?: string;
  readonly expiresIn?: number;
}

/** `aicrm token`: an embed token for pages of the given origins, as a customer's own server would ask for. */
export async function tokenCommand(flags: TokenFlags, io: Io): Promise<number> {
  const scopes: Scope[] = [];
  for (const name of flags.scope) {
    const scope = Scope.safeParse(name);
    if (!scope.success)
      return giveUp(io, flags, problem('bad-data', 'The scope is not known', `"${name}" is not a scope.`));
    scopes.push(scope.data);
  }
  const api = await connect(flags, io);
  if (!api.ok) return giveUp(io, flags, api.error);
  const body: TokenRequest = {
    scopes,
    origins: [...flags.origin],
    ...(flags.record === undefined ? {} : { record: flags.record }),
    ...(flags.expiresIn === undefined ? {} : { expiresIn: flags.expiresIn }),
  };
  const token = await api.value.request(
    { method: 'POST', path: '/v1/tokens', body, repeatable: true },
    TokenAnswer,
  );
  if (!token.ok) return giveUp(io, flags, token.error);
  show(io, flags, token.value, `${token.value.token}\n`);
  if (!flags.json) io.err(`valid until ${token.value.expiresAt}\n`);
  return status.done;
}

interface Health {
  readonly status: string;
  readonly protocol: number;
  readonly serverTime: string;
}

const health: Shape<Health> = {
  safeParse(value) {
    if (typeof value !== 'object' || value === null) return { success: false };
    const { status: is, protocol, serverTime } = Object.fromEntries(Object.entries(value));
    return typeof is === 'string' && typeof protocol === 'number' && typeof serverTime === 'string'
      ? { success: true, data: { status: is, protocol, serverTime } }
      : { success: false };
  },
};

/** Whoever asks whether the worker answers wants to know now, in milliseconds. */
const statusPatience = 5_000;

/** `aicrm status`: whether the worker answers, what was imported last and which models there are. */
export async function statusCommand(flags: CommonFlags, io: Io): Promise<number> {
  const api = await connect(flags, io);
  if (!api.ok) return giveUp(io, flags, api.error);
  const alive = await api.value.request(
    { path: '/v1/health', repeatable: true, giveUpAfter: statusPatience },
    health,
  );
  if (!alive.ok) return giveUp(io, flags, alive.error);
  const imports = await api.value.request({ path: '/v1/imports', repeatable: true }, listOf(ImportState));
  if (!imports.ok) return giveUp(io, flags, imports.error);
  const models = await api.value.request({ path: '/v1/models', repeatable: true }, listOf(ModelSummary));
  if (!models.ok) return giveUp(io, flags, models.error);
  const lines = imports.value
    .slice(0, 10)
    .map(({ fileName, type, status: is, createdAt, counts }) => [
      createdAt.slice(0, 19),
      type,
      fileName ?? '–',
      is,
      `${counts.read} rows, ${counts.rejected} rejected`,
    ]);
  const published = models.value.map((model) => `${model.name}: ${model.current ?? 'none published'}\n`);
  show(
    io,
    flags,
    { health: alive.value, imports: imports.value, models: models.value },
    [
      `worker: ${alive.value.status}, protocol ${alive.value.protocol}, ${alive.value.serverTime}\n`,
      lines.length === 0
        ? 'no imports yet\n'
        : table([['import', 'type', 'file', 'status', 'rows'], ...lines]),
      ...published,
    ].join(''),
  );
  return status.done;
}

export interface TenantFlags extends CommonFlags {
  readonly name?: string;
  readonly currency?: string;
  readonly operatorKey?: string;
}

const created: Shape<{ tenant: string; key: string }> = {
  safeParse(value) {
    if (typeof value !== 'object' || value === null) return { success: false };
    const { tenant, key } = Object.fromEntries(Object.entries(value));
    return typeof tenant === 'string' && typeof key === 'string'
      ? { success: true, data: { tenant, key } }
      : { success: false };
  },
};

/** `aicrm tenant create ID`, with the operator's key; prints the tenant's first API key, which is shown only once. */
export async function createTenant(id: string, flags: TenantFlags, io: Io): Promise<number> {
  const operatorKey = flags.operatorKey ?? io.env.AICRM_OPERATOR_KEY;
  if (operatorKey === undefined || operatorKey === '')
    return giveUp(
      io,
      flags,
      problem(
        'permission',
        'The operator key is missing',
        'Tenants are made with the key of who runs the worker.',
        {
          action: 'Set AICRM_OPERATOR_KEY to the OPERATOR_KEY of the worker.',
        },
      ),
    );
  const connection = await findConnection({ ...flags, apiKey: operatorKey }, io);
  if (!connection.ok) return giveUp(io, flags, connection.error);
  const api = createApi({ base: connection.value.api, key: operatorKey, io });
  const body = {
    tenant: id,
    ...(flags.name === undefined ? {} : { name: flags.name }),
    ...(flags.currency === undefined ? {} : { currency: flags.currency }),
  };
  // Its answer holds the only copy of the key: a repeat would find the tenant made and the key lost.
  const made = await api.request({ method: 'POST', path: '/v1/tenants', body, repeatable: false }, created);
  if (!made.ok) return giveUp(io, flags, made.error);
  show(io, flags, made.value, `${made.value.key}\n`);
  if (!flags.json) io.err(`Keep this API key of ${made.value.tenant}; it is not shown again.\n`);
  return status.done;
}
