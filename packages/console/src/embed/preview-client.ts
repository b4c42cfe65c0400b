import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import type { Api } from '../api.js';

const lifeSeconds = 3_600;

/** Puts the script tag of the worker into the page with a token, as a host does; rejects where it does not load. */
export type LoadScript = (token: string) => Promise<void>;

export const loadScript: LoadScript = (token) =>
  new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.type = 'module';
    script.src = '/embed/v1/aicrm.js';
    script.dataset.aicrm = '';
    script.dataset.token = token;
    // The console is no place to leave a customer's records in.
    script.dataset.cache = 'memory';
    script.addEventListener('load', () => resolve());
    script.addEventListener('error', () => {
      script.remove();
      reject(new Error('the script did not load'));
    });
    document.head.append(script);
  });

const reload = (detail: string): Problem =>
  problem('conflict', 'Reload the page for a preview', detail, { action: 'Reload, then show it again.' });

let opened: { readonly key: string; readonly until: number } | undefined;

/**
 * Sets the page up for elements of ours as a host's page is: the worker's script with a token for this origin. A page has
 * one client for its life, so another sign-in, or a token that ended, needs a new page.
 */
export async function openPreview(
  api: Pick<Api, 'mint' | 'key'>,
  load: LoadScript = loadScript,
): Promise<Result<null, Problem>> {
  if (opened && opened.key !== api.key) return fail(reload('The preview was made with another key.'));
  if (opened && opened.until <= Date.now()) return fail(reload('The preview’s token ended after an hour.'));
  if (opened) return ok(null);
  const minted = await api.mint({
    scopes: ['sync:all', 'models:read'],
    origins: [location.origin],
    expiresIn: lifeSeconds,
  });
  if (!minted.ok) return minted;
  try {
    await load(minted.value.token);
  } catch {
    return fail(
      problem('temporary', 'The embed script did not load', 'The worker does not serve /embed/v1/aicrm.js.', {
        action: 'Build the embed files into the worker, then try again.',
      }),
    );
  }
  opened = { key: api.key, until: Date.parse(minted.value.expiresAt) };
  return ok(null);
}
