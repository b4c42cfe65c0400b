const slot = 'aicrm.console.key';

/**
 * Takes an API key that was handed over in the address (`#key=…`) out of it at once, so that it stays neither in the
 * history nor in a copied address. A fragment is never sent to a server.
 */
export function takeKeyFromAddress(place: Location, history: History): string | null {
  const handed = /^#key=([^&]+)/.exec(place.hash)?.[1];
  if (handed === undefined) return null;
  history.replaceState(null, '', place.pathname + place.search);
  return decodeURIComponent(handed);
}

/** The key lives as long as the tab: a key on disk would outlive the person at the machine. */
export const storedKey = {
  read: (): string | null => {
    try {
      return sessionStorage.getItem(slot);
    } catch {
      return null;
    }
  },
  write: (key: string): void => {
    try {
      sessionStorage.setItem(slot, key);
    } catch {
      // Without storage the key lives in this page only.
    }
  },
  forget: (): void => {
    try {
      sessionStorage.removeItem(slot);
    } catch {
      // There was nothing to forget.
    }
  },
};
