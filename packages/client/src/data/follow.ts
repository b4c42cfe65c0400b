import type { Problem } from '@aicrm/schema/problem';
import type { Loaded } from '../data-types.js';
import type { Engine, Ground } from '../engine-types.js';
import { clientProblem, signedOut, unexpected, unreachable } from '../problems.js';

export type LoadEngine = () => Promise<Engine | null>;

/** What to tell a listener, and a text that is the same for states that look the same. */
export interface Told<T> {
  readonly state: Loaded<T>;
  readonly print: string;
}

/** Looks at what is there now; called again after every change. */
export type Look<T> = (ground: Ground) => Promise<Told<T>>;

/** A look that found nothing changed can be repeated without cost; so soon after a failure of our own script's load. */
const again = 10_000;

const noScript = (): Problem =>
  unreachable('The rest of the script could not be loaded; it is tried again by itself.');

export const failed = <T>(problem: Problem): Loaded<T> => ({
  state: problem.kind === 'permission' ? 'permission' : 'error',
  problem,
});

export const loading: Told<never> = { state: { state: 'loading' }, print: 'loading' };

export const toldFailure = (problem: Problem): Told<never> => ({
  state: failed(problem),
  print: `failed ${problem.kind} ${problem.title} ${problem.detail}`,
});

/** The problem that hides synced data: a person who may no longer read it sees none, though it still lies in the store. */
export function hidden({ shelf, ended }: Ground): Problem | null {
  if (ended.aborted) return signedOut();
  return shelf.problem?.kind === 'permission' ? shelf.problem : null;
}

export const notForThisRecord = (): Problem =>
  clientProblem('permission', 403, 'Not allowed', 'This page may read another record only.', {
    action: 'Ask for a token that is bound to this record.',
  });

/**
 * Tells a listener what there is, now and after every change, one look at a time: changes that fall into a look make one
 * more at its end. A listener's own mistake stays its own.
 * @param begin Runs once beside the first look, such as a request to the worker.
 */
export function follow<T>(
  load: LoadEngine,
  listener: (state: Loaded<T>) => void,
  look: Look<T>,
  begin?: (ground: Ground, looked: () => void) => (() => void) | undefined,
): () => void {
  let stopped = false;
  let looking = false;
  let due = false;
  let print = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ends: (() => void)[] = [];

  function tell(told: Told<T>): void {
    if (stopped || told.print === print) return;
    print = told.print;
    try {
      listener(told.state);
    } catch (error) {
      reportError(error);
    }
  }

  async function round(ground: Ground): Promise<void> {
    due = true;
    if (looking) return;
    looking = true;
    while (due && !stopped) {
      due = false;
      try {
        tell(await look(ground));
      } catch (error) {
        tell(toldFailure(unexpected(String(error))));
      }
    }
    looking = false;
  }

  async function start(): Promise<void> {
    const ground = (await load().catch(() => null))?.ground;
    if (stopped) return;
    if (!ground) {
      tell(toldFailure(noScript()));
      timer = setTimeout(() => void start(), again);
      return;
    }
    const looked = (): void => void round(ground);
    ends.push(ground.onChange(looked));
    ground.ended.addEventListener('abort', looked);
    ends.push(() => ground.ended.removeEventListener('abort', looked));
    looked();
    const end = begin?.(ground, looked);
    if (end) ends.push(end);
    await ground.want().catch(() => {});
    looked();
  }
  void start();

  return () => {
    stopped = true;
    clearTimeout(timer);
    for (const end of ends) end();
  };
}
