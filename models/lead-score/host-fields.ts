import type { TrainingTable } from '../tabular/table.js';

const camel = (name: string): string =>
  name.replace(/[^\p{L}\p{N}]+(.)/gu, (_, next: string) => next.toUpperCase());
const snake = (name: string): string =>
  name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .toLowerCase();

/**
 * Bare names by which a host page may hand a feature's value over: `age` for a contact's age, `campaignKind` or
 * `campaign_kind`, `ordersLastAt`. A name that two features could claim belongs to neither.
 */
export function hostFieldsFor(table: TrainingTable): Record<string, string> {
  const claims = new Map<string, Set<string>>();
  const claim = (name: string, path: string): void => {
    claims.set(name, (claims.get(name) ?? new Set()).add(path));
  };
  for (const { id, from } of table.features) {
    for (const name of [camel(id), snake(id)]) claim(name, from);
    if (!from.startsWith('fields.')) continue;
    const bare = id.replace(/^(contact|campaign)\./, '');
    for (const name of [bare, camel(bare), snake(bare)]) claim(name, from);
  }
  // A column that was left out as a twin still names the value that is read from the other.
  for (const { column, twin } of table.twins ?? []) claim(column.replace(/^(contact|campaign)\./, ''), twin);
  return Object.fromEntries(
    [...claims].filter(([, paths]) => paths.size === 1).map(([name, paths]) => [name, [...paths][0] ?? '']),
  );
}
