export interface Lead {
  readonly id: string;
  readonly name: string;
  readonly campaign: string;
  readonly status: string;
  readonly createdAt: string;
}
export interface Filter {
  readonly q: string;
  readonly status: string;
  readonly campaign: string;
  readonly sort: string;
}
export const sorts: Readonly<Record<string, string>>;
export function readFilter(search: string): Filter;
export function writeFilter(filter: Filter): string;
export function isOpen(lead: Pick<Lead, 'status'>): boolean;
export function selectLeads<T extends Lead>(
  leads: readonly T[],
  filter: Filter,
  scores: ReadonlyMap<string, { readonly probability: number }>,
): T[];
