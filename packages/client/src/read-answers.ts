import type { AnalysisPointer } from '@aicrm/schema/analysis';
import type { Problem, ProblemIssue, ProblemKind } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import type { RecordView, Scalar } from '@aicrm/schema/view';
import type { ModelPointer, SyncPage } from '@aicrm/schema/wire';
import { rowsPerTurn } from './slices.js';
import { yieldToPage } from './yield-to-page.js';

/** Reads an answer's body at the border: what the protocol knows of it, or the path at which it does not follow it. */
export type Reader<T> = (body: unknown) => Result<T, string> | Promise<Result<T, string>>;

export type Parts = Readonly<Record<string, unknown>>;

/*
 * The schemas of what every page view reads, by hand: in zod's hands a thousand views are a task of 120 ms on a slow
 * phone, and making its schemas another. A property test holds both to the same verdict, value and path.
 */

const instant = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z)?$/;

export const isParts = (value: unknown): value is Parts =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const isText = (value: unknown): value is string => typeof value === 'string';
const isTextOrNull = (value: unknown): value is string | null => value === null || isText(value);
/** JSON has no infinity, but 1e999 becomes one. */
export const isNumber = (value: unknown): value is number => Number.isFinite(value);
export const isFlag = (value: unknown): value is boolean => typeof value === 'boolean';
export const isInstant = (value: unknown): value is string => isText(value) && instant.test(value);
const isScalar = (value: unknown): value is Scalar => isTextOrNull(value) || isNumber(value) || isFlag(value);
const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/** Thrown with a path, and caught where reading began. */
export class Flaw extends Error {}

function take<T>(of: Parts, key: string, is: (value: unknown) => value is T, at = ''): T {
  const value = of[key];
  if (is(value)) return value;
  throw new Flaw(at + key);
}

function optional<T>(of: Parts, key: string, is: (value: unknown) => value is T): { [key: string]: T } {
  return of[key] === undefined ? {} : { [key]: take(of, key, is) };
}

function scalars(of: Parts, key: string, at: string): Readonly<Record<string, Scalar>> {
  const found = take(of, key, isParts, at);
  let safe = true;
  for (const name in found) {
    // As a property of an object that is copied it would be taken for a prototype.
    if (name === '__proto__') safe = false;
    else take(found, name, isScalar, `${at}${key}.`);
  }
  const values = found as Readonly<Record<string, Scalar>>;
  return safe ? values : Object.fromEntries(Object.entries(values).filter(([name]) => name !== '__proto__'));
}

/** A view is handed on as it came; only where it holds more than we know is it copied without that. */
function readView(value: unknown, at: string): RecordView {
  if (!isParts(value)) throw new Flaw(at.slice(0, -1));
  const id = take(value, 'id', isText, at);
  const type = take(value, 'type', isText, at);
  const seq = take(value, 'seq', isNumber, at);
  const viewAt = take(value, 'viewAt', isInstant, at);
  const fields = scalars(value, 'fields', at);
  const facts = scalars(value, 'facts', at);
  return { id, type, seq, viewAt, fields, facts };
}

function readPointer(value: unknown, at: string): ModelPointer {
  if (!isParts(value)) throw new Flaw(at.slice(0, -1));
  const name = take(value, 'name', isText, at);
  const recordType = take(value, 'recordType', isText, at);
  const found = value.current === null ? null : take(value, 'current', isParts, at);
  const under = `${at}current.`;
  const current = found && {
    version: take(found, 'version', isText, under),
    sha256: take(found, 'sha256', isText, under),
    bytes: take(found, 'bytes', isNumber, under),
  };
  return { name, recordType, current, refusal: take(value, 'refusal', isTextOrNull, at) };
}

function readAnalysisPointer(value: unknown, at: string): AnalysisPointer {
  if (!isParts(value)) throw new Flaw(at.slice(0, -1));
  const name = take(value, 'name', isText, at);
  const found = value.current === null ? null : take(value, 'current', isParts, at);
  const under = `${at}current.`;
  const current = found && {
    sha256: take(found, 'sha256', isText, under),
    bytes: take(found, 'bytes', isNumber, under),
    computedAt: take(found, 'computedAt', isInstant, under),
  };
  return { name, current, refusal: take(value, 'refusal', isTextOrNull, at) };
}

const whole = (error: unknown): Result<never, string> => {
  if (error instanceof Flaw) return fail(error.message);
  throw error;
};

/**
 * A page of the sync, read at most `rowsPerTurn` views in a turn of the event loop.
 * @param turn Gives the page a turn.
 */
export async function readSyncPage(
  body: unknown,
  turn: () => Promise<void> = yieldToPage,
): Promise<Result<SyncPage, string>> {
  try {
    if (!isParts(body)) return fail('');
    if (body.protocol !== 1) return fail('protocol');
    const tenant = take(body, 'tenant', isText);
    const cursor = take(body, 'cursor', isText);
    const more = take(body, 'more', isFlag);
    const reset = take(body, 'reset', isFlag);
    const rows = take(body, 'upserts', isList);
    const upserts: RecordView[] = [];
    for (const row of rows) {
      if (upserts.length > 0 && upserts.length % rowsPerTurn === 0) await turn();
      upserts.push(readView(row, `upserts.${upserts.length}.`));
    }
    const tombstones = take(body, 'tombstones', isList).map((id, i) => {
      if (isText(id)) return id;
      throw new Flaw(`tombstones.${i}`);
    });
    const models = take(body, 'models', isList).map((model, i) => readPointer(model, `models.${i}.`));
    const told = body.analyses === undefined ? undefined : take(body, 'analyses', isList);
    const analyses = told && {
      analyses: told.map((one, i) => readAnalysisPointer(one, `analyses.${i}.`)),
    };
    const serverTime = take(body, 'serverTime', isInstant);
    return ok({
      protocol: 1,
      tenant,
      cursor,
      more,
      reset,
      upserts,
      tombstones,
      models,
      ...analyses,
      serverTime,
    });
  } catch (error) {
    return whole(error);
  }
}

const kinds: Readonly<Record<ProblemKind, true>> = {
  temporary: true,
  permission: true,
  'bad-data': true,
  'not-enough-data': true,
  'not-found': true,
  conflict: true,
};
const isKind = (value: unknown): value is ProblemKind => isText(value) && Object.hasOwn(kinds, value);

function readIssue(value: unknown, at: string): ProblemIssue {
  if (!isParts(value)) throw new Flaw(at.slice(0, -1));
  return { at: take(value, 'at', isText, at), message: take(value, 'message', isText, at) };
}

/** A problem document; see `Problem` of the schema. */
export function readProblem(body: unknown): Result<Problem, string> {
  try {
    if (!isParts(body)) return fail('');
    const kind = take(body, 'kind', isKind);
    const title = take(body, 'title', isText);
    const status = take(body, 'status', isNumber);
    const detail = take(body, 'detail', isText);
    const action = optional(body, 'action', isText);
    const issues =
      body.issues === undefined
        ? {}
        : { issues: take(body, 'issues', isList).map((issue, i) => readIssue(issue, `issues.${i}.`)) };
    const retryAfter = optional(body, 'retryAfter', isNumber);
    const requestId = optional(body, 'requestId', isText);
    return ok({ kind, title, status, detail, ...action, ...issues, ...retryAfter, ...requestId });
  } catch (error) {
    return whole(error);
  }
}
