import type { Loaded } from '../data-types.js';
import type { Missing, Part } from './types.js';

export const missing = (why: Missing, detail?: string): Part<never> => ({
  state: 'missing',
  why,
  ...(detail === undefined ? {} : { detail }),
});

export const ready = <T>(value: T): Part<T> => ({ state: 'ready', value });

/** Goes on with what was loaded, or hands on why it was not. */
export function fromLoaded<T, U>(loaded: Loaded<T> | undefined, then: (value: T) => Part<U>): Part<U> {
  if (loaded === undefined) return missing('not-given');
  if (loaded.state === 'ready') return then(loaded.value);
  if (loaded.state === 'insufficient-data') return missing('not-computed', loaded.detail);
  return loaded;
}

/** Goes on with a part that is there, or hands on why it is not. */
export const fromPart = <T, U>(part: Part<T>, then: (value: T) => Part<U>): Part<U> =>
  part.state === 'ready' ? then(part.value) : part;
