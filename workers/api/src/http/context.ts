import type { Scope } from '@aicrm/schema/wire';
import type { Context as HonoContext } from 'hono';
import type { TenantScope } from '../db/scope.js';
import type { Dependencies } from '../dependencies.js';

/** Who asks: a server with an API key, or a page with an embed token. */
export interface Caller {
  readonly kind: 'key' | 'token';
  readonly keyId: string;
  readonly scopes: readonly Scope[];
  /** The one record that a token is bound to. */
  readonly record: string | null;
}

export interface Variables {
  readonly deps: Dependencies;
  readonly requestId: string;
  readonly caller: Caller;
  /** The caller's tenant, opened from the credential. */
  readonly scope: TenantScope;
}

export interface AppEnv {
  Variables: Variables;
}

export type Context = HonoContext<AppEnv>;
