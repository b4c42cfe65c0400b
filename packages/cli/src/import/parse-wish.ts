import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import type { ColumnMapping } from '@aicrm/schema/wire';
import type { MappingWish } from './resolve-mapping.js';

const unreadable = (what: string, text: string, expected: string) =>
  problem('bad-data', `${what} cannot be read`, `"${text.slice(0, 100)}" is not ${expected}.`);

/** Commas part pairs only where another `name=` follows, so that a column may hold a comma. */
const pairsOf = (text: string): string[] => text.split(/,(?=\s*[^,=]+=)/);

/** `field=column,field=column`, also given several times. */
export function parseMap(texts: readonly string[]): Result<Record<string, string>, Problem> {
  const map: Record<string, string> = {};
  for (const pair of texts.flatMap(pairsOf)) {
    const at = pair.indexOf('=');
    const field = pair.slice(0, at).trim();
    const column = pair.slice(at + 1).trim();
    if (at < 1 || field === '' || column === '') return fail(unreadable('--map', pair, 'field=column'));
    if (field in map) return fail(unreadable('--map', pair, `the only column for "${field}"`));
    map[field] = column;
  }
  return ok(map);
}

/** `field:from=to,from=to`, once for each field. */
export function parseValues(
  texts: readonly string[],
): Result<Record<string, Record<string, string>>, Problem> {
  const all: Record<string, Record<string, string>> = {};
  for (const text of texts) {
    const at = text.indexOf(':');
    const field = text.slice(0, at).trim();
    if (at < 1) return fail(unreadable('--values', text, 'field:from=to'));
    const values: Record<string, string> = { ...all[field] };
    for (const pair of pairsOf(text.slice(at + 1))) {
      const sign = pair.lastIndexOf('=');
      if (sign < 1) return fail(unreadable('--values', pair, 'from=to'));
      values[pair.slice(0, sign).trim()] = pair.slice(sign + 1).trim();
    }
    all[field] = values;
  }
  return ok(all);
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const orders = new Set<unknown>(['ymd', 'dmy', 'mdy']);
const readings = new Set<unknown>(['auto', 'text', 'number', 'money', 'instant', 'boolean']);

function isTarget(value: unknown): value is string | Omit<ColumnMapping, 'field'> {
  if (typeof value === 'string') return value !== '';
  if (!isObject(value) || typeof value.column !== 'string') return false;
  const { as, values, dayOrder } = value;
  const translated =
    values === undefined || (isObject(values) && Object.values(values).every((v) => typeof v === 'string'));
  return (
    translated && (as === undefined || readings.has(as)) && (dayOrder === undefined || orders.has(dayOrder))
  );
}

/** A map file: `{"map": {"field": "column" or {"column", "as", "values", "dayOrder"}}, "key": ["column"]}`. */
export function parseMapFile(text: string, name: string): Result<Pick<MappingWish, 'map' | 'key'>, Problem> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return fail(problem('bad-data', 'The map file cannot be read', `${name} is not JSON.`));
  }
  const wrong = (detail: string) =>
    fail(
      problem('bad-data', 'The map file cannot be used', `${name}: ${detail}`, {
        action:
          'Write {"map": {"status": "Lead Status", "createdAt": {"column": "Created", "dayOrder": "dmy"}}, "key": ["Id"]}.',
      }),
    );
  if (!isObject(parsed) || !isObject(parsed.map)) return wrong('it has no object "map".');
  const map: Record<string, string | Omit<ColumnMapping, 'field'>> = {};
  for (const [field, target] of Object.entries(parsed.map)) {
    if (!isTarget(target)) return wrong(`"${field}" is mapped to nothing that is known.`);
    map[field] = target;
  }
  const { key } = parsed;
  if (key === undefined) return ok({ map });
  if (!Array.isArray(key) || !key.every((column) => typeof column === 'string'))
    return wrong('"key" is not a list of columns.');
  return ok({ map, key });
}
