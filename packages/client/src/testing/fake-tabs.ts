type Held = (lock: object | null) => Promise<unknown> | unknown;
interface Waiting {
  readonly run: () => void;
  gone: boolean;
}

/** Exclusive locks of pages that live in one process, granted in the order they were asked for. */
export class FakeLocks {
  #queues = new Map<string, Waiting[]>();

  request(
    name: string,
    options: { signal?: AbortSignal; ifAvailable?: boolean },
    held: Held,
  ): Promise<unknown> {
    const queue = this.#queues.get(name) ?? [];
    this.#queues.set(name, queue);
    if (options.ifAvailable && queue.length > 0) return Promise.resolve().then(() => held(null));
    return new Promise((resolve, reject) => {
      let granted = false;
      const release = (): void => {
        queue.shift();
        while (queue[0]?.gone) queue.shift();
        queue[0]?.run();
      };
      const waiting: Waiting = {
        gone: false,
        run: () => {
          granted = true;
          void Promise.resolve()
            .then(() => held(this))
            .then(resolve, reject)
            .finally(release);
        },
      };
      options.signal?.addEventListener('abort', () => {
        if (granted || waiting.gone) return;
        waiting.gone = true;
        reject(new DOMException('withdrawn', 'AbortError'));
      });
      queue.push(waiting);
      if (queue[0] === waiting) waiting.run();
    });
  }
}

type Listener = ((event: { data: unknown }) => void) | null;

/** Channels of pages that live in one process. */
export const fakeChannels = () => {
  const open = new Map<string, Set<{ onmessage: Listener }>>();
  return class FakeChannel {
    onmessage: Listener = null;
    readonly name: string;
    constructor(name: string) {
      this.name = name;
      open.set(name, (open.get(name) ?? new Set()).add(this));
    }
    postMessage(data: unknown): void {
      for (const other of open.get(this.name) ?? [])
        if (other !== this) void Promise.resolve().then(() => other.onmessage?.({ data }));
    }
    close(): void {
      open.get(this.name)?.delete(this);
      this.onmessage = null;
    }
  };
};
