import { Kysely } from 'kysely';
import { D1Dialect } from 'kysely-d1';
import type { Tables } from './tables.js';

/** D1 refuses a value over 2 MB; half of it leaves room for what SQLite adds and for multi-byte text. */
export const maxParameterBytes = 1_000_000;

/** One statement of a batch: hand-written SQL with numbered parameters, or a compiled Kysely query. */
export interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

interface Compilable {
  compile(): Statement;
}

/** The database as repositories use it: Kysely for single statements, `batch` for those that must happen together. */
export interface Database {
  readonly query: Kysely<Tables>;
  /** Runs all statements in one transaction, in order; any failure undoes all. Answers the rows of each. */
  batch(statements: readonly Statement[]): Promise<readonly (readonly Record<string, unknown>[])[]>;
  ping(): Promise<void>;
}

export function openDatabase(d1: D1Database): Database {
  const query = new Kysely<Tables>({ dialect: new D1Dialect({ database: d1 }) });
  return {
    query,
    async batch(statements) {
      const prepared = statements.map((s) => d1.prepare(s.sql).bind(...s.parameters));
      const results = await d1.batch<Record<string, unknown>>(prepared);
      return results.map((r) => r.results);
    },
    async ping() {
      await d1.prepare('select 1').first();
    },
  };
}

/** A raw statement with numbered parameters `?1`, `?2` ... which Kysely's own builder cannot say. */
export const statement = (sql: string, ...parameters: unknown[]): Statement => ({ sql, parameters });

/** Compiles builders for a batch. */
export const compiled = (...builders: Compilable[]): Statement[] => builders.map((b) => b.compile());

/** Splits rows into JSON array texts that each stay below D1's limit on one parameter. */
export const jsonSlices = (rows: readonly unknown[], limit = maxParameterBytes): string[] =>
  slicesOf(
    rows.map((row) => JSON.stringify(row)),
    limit,
  ).map((text) => `[${text}]`);

const utf8 = new TextEncoder();

/** Joins texts by commas into as few as stay below a limit in UTF-8; one that is longer by itself stands alone. */
export function slicesOf(texts: readonly string[], limit = maxParameterBytes): string[] {
  const slices: string[] = [];
  let parts: string[] = [];
  let bytes = 0;
  for (const text of texts) {
    const size = utf8.encode(text).length + 1;
    if (parts.length > 0 && bytes + size > limit) {
      slices.push(parts.join(','));
      parts = [];
      bytes = 0;
    }
    parts.push(text);
    bytes += size;
  }
  if (parts.length > 0) slices.push(parts.join(','));
  return slices;
}

/** Whether a failure is a broken unique key, which callers that race for one read again. */
export const isUniqueViolation = (error: unknown): boolean =>
  error instanceof Error && /UNIQUE constraint failed/.test(error.message);
