import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import { type Api, createApi, stopped } from '../api.js';
import { type ConnectionFlags, findConnection } from '../config.js';
import type { Io } from '../io.js';
import { showProblem } from '../print.js';

/** Exit statuses; 130 is what a shell expects of a command that Ctrl-C ended. */
export const status = { done: 0, failed: 1, usage: 2, stopped: 130 } as const;

export interface CommonFlags extends ConnectionFlags {
  readonly json?: boolean;
}

/** How every API key begins. Anything else the worker takes for a page's token, and would speak of that. */
const keyStart = 'aicrm_';

/** Who calls the worker, and where; an error where the address or the key is missing, or the key cannot be one. */
export async function connect(flags: CommonFlags, io: Io): Promise<Result<Api, Problem>> {
  const connection = await findConnection(flags, io);
  if (!connection.ok) return connection;
  if (!connection.value.apiKey.startsWith(keyStart))
    return fail(
      problem(
        'permission',
        'That is not an API key',
        `An API key begins with "${keyStart}"; the one given does not.`,
        {
          action:
            'Give the whole key as it was shown when it was made: in AICRM_API_KEY, .aicrm.json or --api-key.',
        },
      ),
    );
  return ok(createApi({ base: connection.value.api, key: connection.value.apiKey, io }));
}

/** Says what went wrong, for a person on stderr and with --json for a program on stdout, and gives the exit status. */
export function giveUp(io: Io, flags: CommonFlags, error: Problem, hint = ''): number {
  if (flags.json) io.out(`${JSON.stringify({ ok: false, problem: error })}\n`);
  showProblem(io, error, hint);
  return error === stopped ? status.stopped : status.failed;
}

/** The result for a program with --json, for a person without. */
export function show(io: Io, flags: CommonFlags, result: unknown, text: string): void {
  io.out(flags.json ? `${JSON.stringify({ ok: true, result })}\n` : text);
}
