import type { Client } from './types.js';

/**
 * The page's default client, shared by every copy of our script through the global symbol registry: two versions of the
 * embed on one page then still have one store, one sync and one token.
 */
const key = Symbol.for('aicrm.client');

interface Slot {
  client: Client | undefined;
  readonly waiting: ((client: Client) => void)[];
}

function slot(): Slot {
  const page = globalThis as { [key]?: Slot };
  page[key] ??= { client: undefined, waiting: [] };
  return page[key];
}

export const defaultClient = (): Client | undefined => slot().client;

/** Makes `client` the page's default where there is none yet; returns the one that counts. */
export function setDefaultClient(client: Client): Client {
  const place = slot();
  if (place.client) return place.client;
  place.client = client;
  for (const tell of place.waiting.splice(0)) tell(client);
  return client;
}

/** Takes the default away, so that a page whose person signed out can set another. */
export function clearDefaultClient(): void {
  slot().client = undefined;
}

/** Resolves with the default client, as soon as there is one. */
export function whenClient(): Promise<Client> {
  const { client, waiting } = slot();
  return client ? Promise.resolve(client) : new Promise((resolve) => waiting.push(resolve));
}
