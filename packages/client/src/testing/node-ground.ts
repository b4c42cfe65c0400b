import { createHash } from 'node:crypto';
import { FakeDisk } from './fake-disk.js';
import { FakeLocks, fakeChannels } from './fake-tabs.js';
import type { Ground } from './random-history.js';

class FakeStorage {
  #items = new Map<string, string>();
  getItem(key: string): string | null {
    return this.#items.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.#items.set(key, value);
  }
  removeItem(key: string): void {
    this.#items.delete(key);
  }
}

/** Hashes at once, so that no thread of Node's decides the order of things. */
const digest = async (_algorithm: string, data: BufferSource): Promise<ArrayBuffer> => {
  const bytes = ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
  return new Uint8Array(createHash('sha256').update(bytes).digest()).buffer;
};

/**
 * A browser's storage, locks and channels in Node's memory, put in place of the globals.
 * @param options `torn`: the negative control, whose disk saves the cursor before the views. `tabs`: whether there are
 * locks and channels.
 * @returns The ground, and what puts the globals back.
 */
export function nodeGround(options: { torn?: boolean; tabs?: boolean } = {}): {
  ground: Ground;
  leave: () => void;
} {
  const disk = new FakeDisk(options.torn);
  const replaced = new Map<string, PropertyDescriptor | undefined>();
  const put = (name: string, value: unknown): void => {
    replaced.set(name, Object.getOwnPropertyDescriptor(globalThis, name));
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  };
  put('localStorage', new FakeStorage());
  put('navigator', options.tabs === false ? {} : { locks: new FakeLocks() });
  put('BroadcastChannel', fakeChannels());
  const hash = crypto.subtle.digest;
  Object.defineProperty(crypto.subtle, 'digest', { value: digest, configurable: true, writable: true });
  const setImmediate = globalThis.setImmediate;
  return {
    ground: {
      stores: (tab) => disk.stores(tab),
      disk: (fault) => {
        if (fault === 'evict') return disk.evict();
        disk.faults.full = fault === 'full';
        disk.faults.denied = fault === 'denied';
      },
      turn: () => new Promise((resolve) => setImmediate(() => setImmediate(() => setImmediate(resolve)))),
    },
    leave: () => {
      Object.defineProperty(crypto.subtle, 'digest', { value: hash, configurable: true, writable: true });
      for (const [name, before] of replaced)
        if (before) Object.defineProperty(globalThis, name, before);
        else Reflect.deleteProperty(globalThis, name);
    },
  };
}
