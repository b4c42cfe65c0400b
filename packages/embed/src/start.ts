import { type Client, createClient } from '@aicrm/client/client';
import { defaultClient, setDefaultClient } from '@aicrm/client/registry';

import { findScript, readScript } from './script-options.js';

/**
 * Makes the page's default client as the script tag says. A second tag, of this version or another, changes nothing and
 * says so once.
 */
export function start(page: Document, moduleUrl: string): Client {
  const existing = defaultClient();
  if (existing) {
    console.warn('AI-CRM is set up already; this script tag changes nothing.');
    return existing;
  }
  const options = readScript(findScript(page, moduleUrl), moduleUrl);
  const { api, cache, user } = options;
  let source: Promise<() => Promise<string>> | undefined;
  return setDefaultClient(
    createClient({
      api,
      // A token is asked for after the first paint, so its source needn't be there before.
      getToken: async () => {
        source ??= import('./host-token.js').then(({ tokenSource }) => tokenSource(options));
        return (await source)();
      },
      ...(cache === undefined ? {} : { cache }),
      ...(user === undefined ? {} : { user }),
    }),
  );
}
