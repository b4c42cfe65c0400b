import { Problem, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import type { Io } from './io.js';

/** What the answer must look like; every schema of `@aicrm/schema/wire` is one. */
export interface Shape<T> {
  safeParse(value: unknown): { success: true; data: T } | { success: false };
}

export interface ApiOptions {
  readonly base: string;
  readonly key: string;
  readonly io: Pick<Io, 'fetch' | 'sleep' | 'signal' | 'err' | 'terminal'>;
}

export interface Request {
  readonly method?: 'GET' | 'POST';
  readonly path: string;
  /** A value, or JSON text that is sent as it is. */
  readonly body?: unknown;
  /** Whether doing it twice is the same as once; only then is a request repeated whose answer was lost. */
  readonly repeatable: boolean;
  /** Milliseconds after which neither an answer nor another try is waited for; a minute of tries where left out. */
  readonly giveUpAfter?: number;
}

/** With doubling pauses from half a second, eight tries last about a minute: longer than a deployment. */
const tries = 8;
const firstPause = 500;
const longestPause = 30_000;
/** A chunk is written in a second or two; whoever has not answered by then will not. */
const patience = 120_000;

export const stopped = problem('temporary', 'Stopped', 'The command was interrupted.', {
  action: 'Run it again: what was done already is left as it is.',
});

const unreachable = (base: string, why: string) =>
  problem('temporary', 'The worker cannot be reached', `${base} did not answer: ${why}.`, {
    action: 'Check the address (--api or AICRM_API) and that the worker runs.',
  });

function retryAfter(response: Response, told: Problem): number | null {
  if (told.retryAfter !== undefined) return told.retryAfter * 1000;
  const header = response.headers.get('retry-after');
  if (header === null) return null;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}

/** Any refusal as a problem, also one that a proxy in between made in HTML. */
function toProblem(response: Response, text: string): Problem {
  try {
    const parsed = Problem.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
  } catch {
    // Not JSON; the status line is all there is to tell.
  }
  const kind =
    response.status === 429 || response.status >= 500
      ? 'temporary'
      : response.status === 401 || response.status === 403
        ? 'permission'
        : response.status === 404
          ? 'not-found'
          : 'bad-data';
  const shown = text
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 200);
  return problem(
    kind,
    `The worker answered ${response.status}`,
    shown === '' ? 'It gave no reason.' : shown,
    {
      status: response.status,
    },
  );
}

const pauseOf = (attempt: number) =>
  Math.min(longestPause, firstPause * 2 ** attempt) * (0.75 + Math.random() / 2);

export interface Api {
  request<T>(request: Request, shape: Shape<T>): Promise<Result<T, Problem>>;
}

/**
 * Calls the worker's routes. Temporary failures are tried again with growing pauses, as long as the server asks for
 * (`Retry-After`) or up to 30 s; whatever else fails comes back as data. The key is sent and never shown.
 */
export function createApi({ base, key, io }: ApiOptions): Api {
  type Outcome<T> = { result: Result<T, Problem>; again: boolean; pause: number | null };

  async function attempt<T>(
    request: Request,
    shape: Shape<T>,
    late: AbortSignal | null,
  ): Promise<Outcome<T>> {
    const { method = 'GET', path, body, repeatable } = request;
    let response: Response;
    let text: string;
    try {
      response = await io.fetch(`${base}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${key}`,
          accept: 'application/json',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
        signal: AbortSignal.any([io.signal, late ?? AbortSignal.timeout(patience)]),
      });
      text = await response.text();
    } catch (error) {
      if (io.signal.aborted) return { result: fail(stopped), again: false, pause: null };
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      const why = cause instanceof Error ? cause.message || cause.name : 'unknown failure';
      return { result: fail(unreachable(base, why)), again: repeatable, pause: null };
    }
    if (!response.ok) {
      const told = toProblem(response, text);
      // 429 and 503 say that nothing was done; behind any other server error something may have been.
      const again = told.kind === 'temporary' && (repeatable || [429, 503].includes(response.status));
      return { result: fail(told), again, pause: retryAfter(response, told) };
    }
    try {
      const parsed = shape.safeParse(text === '' ? null : JSON.parse(text));
      if (parsed.success) return { result: ok(parsed.data), again: false, pause: null };
    } catch {
      // Cut off or not JSON: the same as an answer that never came.
      return { result: fail(unreachable(base, 'its answer was cut off')), again: repeatable, pause: null };
    }
    const strange = problem(
      'bad-data',
      'The answer is not understood',
      `${base}${path} speaks another protocol version.`,
      {
        action: 'Use an aicrm of the same version as the worker.',
      },
    );
    return { result: fail(strange), again: false, pause: null };
  }

  return {
    async request(request, shape) {
      const { giveUpAfter = Number.POSITIVE_INFINITY } = request;
      const late = request.giveUpAfter === undefined ? null : AbortSignal.timeout(request.giveUpAfter);
      let waited = 0;
      for (let count = 0; ; count += 1) {
        const { result, again, pause } = await attempt(request, shape, late);
        if (result.ok || !again || count + 1 >= tries || io.signal.aborted || late?.aborted) return result;
        const ms = pause ?? pauseOf(count);
        waited += ms;
        // A pause that ends behind the limit is not begun: nothing would come after it.
        if (waited > giveUpAfter) return result;
        const [before, after] = io.terminal ? ['\r', '\u001b[K'] : ['', ''];
        io.err(
          `${before}${result.error.title}; trying again in ${Math.ceil(ms / 1000)} s (${count + 2} of ${tries})${after}\n`,
        );
        await io.sleep(ms);
        if (io.signal.aborted) return fail(stopped);
      }
    },
  };
}
