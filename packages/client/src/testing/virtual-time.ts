interface Timer {
  readonly id: number;
  readonly at: number;
  readonly fire: () => void;
}

/**
 * Timers that fire when the test says so, in place of the global ones: a week offline takes a millisecond and a seed gives
 * the same history every time. Promises and the event loop stay real.
 */
export class VirtualTime {
  /** Milliseconds since the beginning. */
  now = 0;
  #timers: Timer[] = [];
  #ids = 0;
  readonly #turn: () => Promise<void>;
  readonly #random: () => number;

  /**
   * @param turn Lets everything run that waits for no timer.
   * @param random What jitter is drawn from.
   */
  constructor(turn: () => Promise<void>, random: () => number) {
    this.#turn = turn;
    this.#random = random;
  }

  /**
   * Replaces `setTimeout`, `clearTimeout`, `AbortSignal.timeout`, `performance.now`, `Date.now` and `Math.random`: with a
   * real clock left, a wait until a date would differ by a fraction of a second from run to run.
   * @param epoch What `Date.now` says at the beginning, milliseconds.
   * @returns What puts them back.
   */
  install(epoch = 0): () => void {
    const { setTimeout, clearTimeout } = globalThis;
    const dateNow = Date.now;
    Date.now = () => epoch + this.now;
    const abortAfter = AbortSignal.timeout;
    const clock = performance.now;
    const { random } = Math;
    Math.random = this.#random;
    const start = (fire: () => void, ms = 0): number => {
      this.#timers.push({ id: ++this.#ids, at: this.now + Math.max(0, ms), fire });
      return this.#ids;
    };
    Object.assign(globalThis, {
      setTimeout: start,
      clearTimeout: (id: unknown) => {
        this.#timers = this.#timers.filter((timer) => timer.id !== id);
      },
    });
    AbortSignal.timeout = (ms) => {
      const end = new AbortController();
      start(() => end.abort(new DOMException('Too late', 'TimeoutError')), ms);
      return end.signal;
    };
    performance.now = () => this.now;
    return () => {
      Object.assign(globalThis, { setTimeout, clearTimeout });
      AbortSignal.timeout = abortAfter;
      performance.now = clock;
      Date.now = dateNow;
      Math.random = random;
    };
  }

  async pump(turns = 1): Promise<void> {
    for (let i = 0; i < turns; i++) await this.#turn();
  }

  /** Fires the timers of the next `ms` milliseconds, each with the event loop's turns behind it. */
  async advance(ms: number): Promise<void> {
    const end = this.now + ms;
    await this.pump();
    while (this.#next(end)) await this.pump();
    this.now = end;
  }

  /** The lid is closed and opened: time has passed, and what was due in it fires once. */
  async sleep(ms: number): Promise<void> {
    this.now += ms;
    await this.advance(0);
  }

  /** Lets time pass until the promise settles; throws where that takes more than `longest` milliseconds. */
  async until<T>(promise: Promise<T>, longest = 3_600_000): Promise<T> {
    let settled = false;
    const watched = promise.finally(() => {
      settled = true;
    });
    watched.catch(() => {});
    const end = this.now + longest;
    let idle = 0;
    await this.pump(2);
    while (!settled) {
      if (this.#next(end)) await this.pump();
      else {
        idle++;
        await this.pump(10);
      }
      // A real disk may take longer than some turns; nothing of ours does.
      if (!settled && idle > 40) throw new Error(`nothing settles within ${longest / 1_000} s`);
    }
    return watched;
  }

  #next(end: number): boolean {
    let next: Timer | undefined;
    for (const timer of this.#timers) if (!next || timer.at < next.at) next = timer;
    if (!next || next.at > end) return false;
    this.#timers = this.#timers.filter((timer) => timer !== next);
    this.now = Math.max(this.now, next.at);
    next.fire();
    return true;
  }
}
