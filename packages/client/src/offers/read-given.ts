import type { OfferCustomer } from '@aicrm/models/offers/types';
import { OfferEvent } from '@aicrm/schema/offer';
import type { Problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import { Scalar } from '@aicrm/schema/view';
import * as z from 'zod/mini';
import { clientProblem } from '../problems.js';

/** More than any customer does; a host that hands over more has handed over another table. */
const MOST_ROWS = 20_000;

const id = z.string().check(z.minLength(1), z.maxLength(300));
const label = z.optional(z.string().check(z.maxLength(500)));
const finite = z.number().check(z.gte(-1e15), z.lte(1e15));
const moment = z.pipe(
  z.union([finite, z.string()]),
  z.transform((value) => (typeof value === 'number' ? value : Date.parse(value))),
);
const known = moment.check(z.refine((at) => Number.isFinite(at), 'There is no such moment.'));
const rows = <Row extends z.ZodMiniType>(row: Row) => z.array(row).check(z.maxLength(MOST_ROWS));

const Purchases = rows(z.object({ product: id, label, at: known }));
const Effects = rows(
  z.object({ offer: id, effect: finite, low: finite, high: finite, reliable: z.boolean() }),
);
const Chances = rows(
  z.object({
    product: id,
    label,
    probability: z.number().check(z.gte(0), z.lte(1)),
    because: z._default(z.array(z.string().check(z.maxLength(500))), []),
  }),
);
const History = rows(z.object({ offer: OfferEvent.shape.offer, what: OfferEvent.shape.what, at: known }));

export type ReadCustomer = Omit<OfferCustomer, 'consent' | 'history'>;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const bad = (title: string, detail: string) => fail(clientProblem('bad-data', 0, title, detail));

/** Scalars by name; whatever else a host's record holds is nothing that a rule can read. */
function scalars(...given: readonly unknown[]): Record<string, Scalar> {
  const found: Record<string, Scalar> = {};
  for (const one of given)
    if (isObject(one))
      for (const [key, value] of Object.entries(one)) {
        const scalar = Scalar.safeParse(value);
        if (scalar.success) found[key] = scalar.data;
      }
  return found;
}

const parts = ['purchases', 'effects', 'chances'] as const;

/**
 * A customer as a host hands one over: a record view, a `GivenCustomer`, or a plain record whose fields are what rules read.
 * Never throws.
 */
export function readCustomer(value: unknown): Result<ReadCustomer, Problem> {
  const nobody: ReadCustomer = { signals: {}, purchases: null, effects: [], chances: [] };
  if (value === undefined || value === null) return ok(nobody);
  if (!isObject(value)) return bad('not-a-customer', 'An object of field names and values is needed.');
  try {
    const signals =
      isObject(value.fields) || isObject(value.facts)
        ? scalars(value.fields, value.facts)
        : scalars(Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'id')));
    const read = {
      purchases: Purchases.safeParse(value.purchases ?? []),
      effects: Effects.safeParse(value.effects ?? []),
      chances: Chances.safeParse(value.chances ?? []),
    };
    for (const name of parts) {
      const issue = read[name].error?.issues[0];
      if (issue)
        return bad('not-a-customer', `${[name, ...issue.path.map(String)].join('.')}: ${issue.message}`);
    }
    return ok({
      ...(typeof value.id === 'string' && value.id !== '' ? { id: value.id } : {}),
      signals,
      purchases: value.purchases === undefined ? null : (read.purchases.data ?? []).map(named),
      effects: read.effects.data ?? [],
      chances: (read.chances.data ?? []).map(named),
    });
  } catch (error) {
    // A getter or a proxy of the host's may throw.
    return bad('not-a-customer', String(error));
  }
}

/** Without a label that is there and says nothing: absent and undefined are two things to the compiler. */
function named<Row extends { readonly label?: string | undefined }>(
  row: Row,
): Omit<Row, 'label'> & { label?: string } {
  const { label: name, ...rest } = row;
  return name === undefined ? rest : { ...rest, label: name };
}

/** What became of offers, as a host hands it over. Nothing is dropped: a lost refusal would show what somebody refused. */
export function readHistory(value: unknown): Result<readonly OfferEvent[], Problem> {
  if (value === undefined || value === null) return ok([]);
  try {
    const read = History.safeParse(value);
    if (read.success) return ok(read.data);
    const [issue] = read.error.issues;
    return bad(
      'not-a-history',
      `${['history', ...(issue?.path ?? []).map(String)].join('.')}: ${issue?.message}`,
    );
  } catch (error) {
    return bad('not-a-history', String(error));
  }
}
