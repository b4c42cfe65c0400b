import type { Problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import { clientProblem, isProblem } from './problems.js';

/** A token is asked for anew this long before it ends, so that no request in flight meets its end. */
const early = 60_000;
/** For a token that doesn't say how long it lives; a refusal replaces it sooner. */
const unknownLifetime = 300_000;
/** As long as a request to the worker may take. */
const longest = 20_000;

/** What a page may read in its own token to choose routes and a store. Unverified: only the worker decides. */
export interface Claims {
  readonly tenant?: string;
  readonly scopes?: readonly string[];
  /** The only record a `sync:record` token may read. */
  readonly record?: string;
  /** Milliseconds from issue to expiry. */
  readonly lifetime?: number;
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Reads the claims of a JWT without checking its signature; an opaque token has none. */
export function readClaims(token: string): Claims {
  try {
    const part = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(part), (c) => c.charCodeAt(0));
    const body: Record<string, unknown> = Object(JSON.parse(new TextDecoder().decode(bytes)));
    const { exp, iat, scopes } = body;
    const tenant = textOf(body.tenant);
    const record = textOf(body.record);
    return {
      ...(tenant === undefined ? {} : { tenant }),
      ...(record === undefined ? {} : { record }),
      ...(Array.isArray(scopes) ? { scopes: scopes.filter((scope) => typeof scope === 'string') } : {}),
      ...(typeof exp === 'number' && typeof iat === 'number' && exp > iat
        ? { lifetime: (exp - iat) * 1_000 }
        : {}),
    };
  } catch {
    return {};
  }
}

export interface TokenBroker {
  /** The token in force, or a new one; calls that overlap share one request to the host. */
  get(): Promise<Result<string, Problem>>;
  /** The worker refused this token: the next `get` asks the host again. An older token's refusal changes nothing. */
  refused(token: string): void;
  clear(): void;
}

/**
 * Keeps the host's embed token in memory only. Its end is counted from when it arrived by its own lifetime (`exp` −
 * `iat`), never by comparing `exp` with the clock of the machine, which may be minutes off.
 */
export function createTokenBroker(getToken: () => Promise<string>, now: () => number): TokenBroker {
  let held: { token: string; from: number; until: number } | undefined;
  let asking: Promise<Result<string, Problem>> | undefined;

  async function ask(): Promise<Result<string, Problem>> {
    const askedAt = now();
    try {
      const token = await inTime(getToken());
      if (typeof token !== 'string' || token === '') throw new Error('The host gave no token.');
      const lifetime = readClaims(token).lifetime ?? unknownLifetime;
      // A token shorter than two minutes would otherwise be asked for before every request.
      held = { token, from: askedAt, until: askedAt + Math.max(lifetime - early, lifetime / 2) };
      return ok(token);
    } catch (error) {
      return fail(isProblem(error) ? error : hostFailed(error));
    } finally {
      asking = undefined;
    }
  }

  return {
    async get() {
      // A clock that was set back would make the token last for as long as it was set.
      if (held && now() >= held.from && now() < held.until) return ok(held.token);
      asking ??= ask();
      return asking;
    },
    refused(token) {
      if (held?.token === token) held = undefined;
    },
    clear() {
      held = undefined;
    },
  };
}

/** A host's endpoint that never answers must not hold up every later sync. */
function inTime(asked: Promise<string>): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer in ${longest / 1_000} s`)), longest);
    asked.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

const hostFailed = (error: unknown): Problem =>
  clientProblem('temporary', 503, 'No token', `The host's token endpoint did not answer: ${error}`, {
    action: 'It is tried again by itself; if it stays so, look at getToken or data-token-url.',
  });
