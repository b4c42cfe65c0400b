import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import type { Io } from './io.js';

export interface Connection {
  /** The worker's address without a slash at its end. */
  readonly api: string;
  readonly apiKey: string;
}

export interface ConnectionFlags {
  readonly api?: string;
  readonly apiKey?: string;
}

export const configFile = '.aicrm.json';

async function readConfig(io: Io): Promise<Result<Readonly<Record<string, unknown>>, Problem>> {
  let text: string;
  try {
    text = await readFile(join(io.cwd, configFile), 'utf8');
  } catch {
    return ok({});
  }
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null) return ok(Object.fromEntries(Object.entries(parsed)));
  } catch {
    // Said below, as for anything else that is no object.
  }
  return fail(problem('bad-data', `${configFile} cannot be read`, 'It is not a JSON object.'));
}

const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

/** Flags go before the environment (AICRM_API, AICRM_API_KEY), and that before `.aicrm.json` in the current folder. */
export async function findConnection(flags: ConnectionFlags, io: Io): Promise<Result<Connection, Problem>> {
  const config = await readConfig(io);
  if (!config.ok) return config;
  const api = flags.api ?? textOf(io.env.AICRM_API) ?? textOf(config.value.api);
  const apiKey = flags.apiKey ?? textOf(io.env.AICRM_API_KEY) ?? textOf(config.value.apiKey);
  if (api === undefined || !/^https?:\/\/./.test(api)) {
    return fail(
      problem(
        'bad-data',
        'The worker is not named',
        api === undefined ? 'No address was given.' : `"${api}" is no address.`,
        {
          action: `Give --api https://..., set AICRM_API, or write {"api": "..."} to ${configFile}.`,
        },
      ),
    );
  }
  if (apiKey === undefined) {
    return fail(
      problem('permission', 'The API key is missing', 'Every request needs one.', {
        action: `Set AICRM_API_KEY, write {"apiKey": "..."} to ${configFile}, or give --api-key (others on this machine may see it).`,
      }),
    );
  }
  return ok({ api: api.replace(/\/+$/, ''), apiKey });
}
