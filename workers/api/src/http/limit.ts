import type { Context } from './context.js';
import { badData } from './problem-error.js';

/** How many the query asks for, 1 to `most`; anything else is the caller's mistake. */
export function readLimit(c: Context, most: number, otherwise: number): number {
  const text = c.req.query('limit');
  const limit = text === undefined ? otherwise : Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > most)
    throw badData('The limit is out of range.', [{ at: 'limit', message: `Use 1 to ${most}.` }]);
  return limit;
}
