import type { HistoryRow } from '@aicrm/models/lead-score/history';
import type { Scalar } from '@aicrm/schema/view';

/** Texts of a record by which a business may be cut: "region" → "North". */
export type Attributes = Readonly<Record<string, string>>;

type Custom = { readonly custom?: Readonly<Record<string, Scalar>> | undefined };

/** Longer texts are remarks, not names of parts. */
const longest = 60;

/** The texts among a record's own columns. */
export function customTexts(fields: Custom | undefined): Attributes {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(fields?.custom ?? {}))
    if (typeof value === 'string' && value !== '' && value.length <= longest) found[name] = value;
  return found;
}

/** Attributes of contacts with those of their company, and of companies, by id. */
export function attributesOfCustomers(
  contacts: readonly HistoryRow<'contact'>[],
  companies: readonly HistoryRow<'company'>[],
) {
  const ofCompany = new Map(
    companies.map(({ sourceId, fields }) => {
      const { industry } = fields;
      return [sourceId, { ...(industry ? { industry } : {}), ...customTexts(fields) }] as const;
    }),
  );
  const ofContact = new Map(
    contacts.map(({ sourceId, fields }) => [
      sourceId,
      { ...customTexts(fields), ...ofCompany.get(fields.company ?? '') },
    ]),
  );
  return (contact: string | undefined, company?: string): Attributes => ({
    ...ofContact.get(contact ?? ''),
    ...ofCompany.get(company ?? ''),
  });
}

/** What sales people cut by first, where they have it. */
const preferred = ['region', 'country', 'territory', 'source', 'line', 'store', 'department', 'industry'];
/** More members are a list and no dimension. */
const mostMembers = 12;
/** Below, most of the business would be in "(none)". */
const leastFilled = 0.8;

/**
 * The attributes by which these records can be cut: filled in four of five, with 2 to 12 members. What sales people cut by
 * comes first, then the rest by name.
 */
export function dimensionsOf(records: readonly Attributes[], most: number): readonly string[] {
  const found = new Map<string, { filled: number; members: Set<string> }>();
  for (const record of records)
    for (const [name, value] of Object.entries(record)) {
      const one = found.get(name) ?? { filled: 0, members: new Set<string>() };
      one.filled++;
      if (one.members.size <= mostMembers) one.members.add(value);
      found.set(name, one);
    }
  const rank = (name: string): number => {
    const at = preferred.indexOf(name.toLowerCase());
    return at < 0 ? preferred.length : at;
  };
  return [...found]
    .filter(
      ([, { filled, members }]) =>
        filled >= leastFilled * records.length && members.size >= 2 && members.size <= mostMembers,
    )
    .map(([name]) => name)
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .slice(0, most);
}

/** A record's members of some dimensions; null where it has none. */
export const cut = (record: Attributes, dimensions: readonly string[]): Record<string, string | null> =>
  Object.fromEntries(dimensions.map((name) => [name, record[name] ?? null]));
