import type { Problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import { clientProblem, unreachable } from './problems.js';
import { type Reader, readProblem } from './read-answers.js';
import type { TokenBroker } from './token.js';

/** A page of 1,000 views on a slow phone line takes seconds; beyond this the line is dead. */
const timeoutMs = 20_000;
const attempts = 3;
/** Full jitter: a random wait below base · 2^attempt, so that pages that failed together don't return together. */
const backoffBase = 500;
const backoffCap = 8_000;
/** A longer Retry-After is handed to the caller, who tries at its next sync. */
const longestWait = 30_000;

export interface Transport {
  /** `null` for 304. The answer is read here, at the border: nothing of another shape gets past. */
  json<T>(path: string, read: Reader<T>): Promise<Result<T | null, Problem>>;
  /** At most `limit` bytes. */
  bytes(path: string, limit: number): Promise<Result<Uint8Array, Problem>>;
}

export interface TransportOptions {
  readonly api: string;
  readonly token: TokenBroker;
  readonly fetch: typeof fetch;
  readonly signal: AbortSignal;
  /** Whether the last request got any answer at all. */
  readonly onReach: (reached: boolean) => void;
  /** For tests: how to wait, and a random number in [0, 1). */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly random?: () => number;
}

/**
 * Requests to the worker. It can only GET, sends one header besides the browser's own (Authorization), no cookies and no
 * referrer: there is no place in it that could carry a field of a record.
 */
export function createTransport(options: TransportOptions): Transport {
  const { api, token, signal, onReach, wait = sleep, random = Math.random } = options;
  const base = api.replace(/\/+$/, '');

  async function once<T>(
    path: string,
    bearer: string,
    read: (answer: Response) => Promise<T>,
  ): Promise<Attempt<T>> {
    try {
      const answer = await options.fetch(base + path, {
        headers: { authorization: `Bearer ${bearer}` },
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      });
      onReach(true);
      if (answer.ok || answer.status === 304) {
        const value = await read(answer);
        // Reading takes turns: who signed out meanwhile has wiped what this would fill again.
        signal.throwIfAborted();
        return { value };
      }
      return { problem: await problemOf(answer), unauthorised: answer.status === 401 };
    } catch (error) {
      if (signal.aborted)
        return { problem: clientProblem('permission', 401, 'Signed out', 'The client has ended.') };
      if (error instanceof BadAnswer) return { problem: error.problem };
      onReach(false);
      return { problem: unreachable(`${base} did not answer: ${error}`) };
    }
  }

  async function request<T>(
    path: string,
    read: (answer: Response) => Promise<T>,
  ): Promise<Result<T, Problem>> {
    let renewed = false;
    for (let attempt = 1; ; attempt++) {
      const bearer = await token.get();
      if (!bearer.ok) {
        // A token endpoint that cannot answer cuts the page off from the worker just as a dead line does.
        if (bearer.error.kind === 'temporary') onReach(false);
        return bearer;
      }
      const outcome = await once(path, bearer.value, read);
      if ('value' in outcome) return ok(outcome.value);
      const { problem, unauthorised } = outcome;
      if (unauthorised && !renewed) {
        // Once: a second refusal of a fresh token is an answer, not an accident.
        renewed = true;
        attempt--;
        token.refused(bearer.value);
        continue;
      }
      if (problem.kind !== 'temporary' || attempt >= attempts) return fail(problem);
      const asked = (problem.retryAfter ?? 0) * 1_000;
      if (asked > longestWait) return fail(problem);
      const jitter = random() * Math.min(backoffCap, backoffBase * 2 ** (attempt - 1));
      await wait(asked + jitter, signal);
      if (signal.aborted) return fail(problem);
    }
  }

  return {
    json: (path, read) =>
      request(path, async (answer) => {
        if (answer.status === 304) return null;
        // A body that ends in the middle of the line is the network's fault and is tried again; one that came whole and
        // isn't JSON is the worker's, or a hotel's log-in page.
        const body: unknown = await answer.json().catch((error: unknown) => {
          if (error instanceof SyntaxError) return undefined;
          throw error;
        });
        const parsed = await read(body);
        if (parsed.ok) return parsed.value;
        throw new BadAnswer(parsed.error || 'its body');
      }),
    bytes: (path, limit) =>
      request(path, async (answer) => {
        const bytes = new Uint8Array(await answer.arrayBuffer());
        if (bytes.length > limit) throw new BadAnswer(`${bytes.length} bytes`);
        return bytes;
      }),
  };
}

type Attempt<T> = { readonly value: T } | { readonly problem: Problem; readonly unauthorised?: boolean };

/** The worker answered, but not in the protocol's words: an error of its own, and no sign of being offline. */
class BadAnswer extends Error {
  readonly problem: Problem;
  constructor(at: string) {
    super(at);
    this.problem = clientProblem(
      'bad-data',
      502,
      'Unexpected answer',
      `The worker's answer does not follow the protocol at ${at}.`,
      { action: 'Check that data-api names an AI-CRM worker of this version.' },
    );
  }
}

/** Statuses after which the same request may well succeed. */
const passing = new Set([408, 425, 429, 500, 502, 503, 504]);

async function problemOf(answer: Response): Promise<Problem> {
  const body: unknown = await answer.json().catch(() => undefined);
  const parsed = readProblem(body);
  const told = parsed.ok ? parsed.value : plainProblem(answer);
  const after = retryAfter(answer.headers) ?? told.retryAfter;
  return after === undefined ? told : { ...told, retryAfter: after };
}

/** A proxy in between may answer in HTML: then only the status speaks. */
function plainProblem({ status }: Response): Problem {
  const detail = `The worker answered ${status} with no further word.`;
  if (passing.has(status)) return clientProblem('temporary', status, 'Not now', detail);
  if (status === 401 || status === 403) return clientProblem('permission', status, 'Not allowed', detail);
  if (status === 404) return clientProblem('not-found', status, 'Not found', detail);
  return clientProblem('bad-data', status, 'Refused', detail);
}

/**
 * Seconds of a Retry-After header, which is a number of them or an HTTP date. A date is measured against the answer's own
 * date where a page may read it: the clock of the machine may be days off. For the same reason a wait is at most an hour.
 */
function retryAfter(headers: Headers): number | undefined {
  const header = headers.get('retry-after');
  if (header === null) return undefined;
  const sent = Date.parse(headers.get('date') ?? '') || Date.now();
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : (Date.parse(header) - sent) / 1_000;
  return Number.isFinite(seconds) ? Math.min(Math.max(0, seconds), 3_600) : undefined;
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(finish, ms);
    signal.addEventListener('abort', finish, { once: true });
    function finish(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      resolve();
    }
  });
}
