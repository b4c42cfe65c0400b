import type { Money } from '@aicrm/schema/record';
import type { Scalar } from '@aicrm/schema/view';
import { knownFrom, minorPerMajor } from '../lead-score/history.js';

/** A contract as a CRM or a billing system holds it. Instants are ISO text. */
export interface ChurnContract {
  readonly sourceId: string;
  readonly customer?: string;
  readonly startedAt: string;
  /** When it ended; absent while it runs. A notice given earlier is no end. */
  readonly endedAt?: string;
  readonly plan?: string;
  /** What it costs a month. */
  readonly fee?: Money;
}

/** Any numeric facts of one month of a contract: logins, tickets, late payments. They are known when the month is over. */
export interface UsageMonth {
  readonly contract: string;
  readonly endsAt: string;
  readonly values: Readonly<Record<string, number | null>>;
}

/** All that contract churn reads of one tenant's connection, as plain rows; references are source ids. */
export interface ChurnHistory {
  readonly connection: string;
  readonly contracts: readonly ChurnContract[];
  readonly usage?: readonly UsageMonth[];
  /** Industry, size and the like, known only as they are today: the leak check judges them strictly. */
  readonly customers?: readonly {
    readonly sourceId: string;
    readonly fields: Readonly<Record<string, Scalar>>;
  }[];
  /** `tone` is -1 (negative) to 1, null where it was not scored. */
  readonly messages?: readonly {
    readonly customer: string;
    readonly at: string;
    readonly tone: number | null;
  }[];
  readonly orders?: readonly { readonly customer: string; readonly at: string; readonly total?: Money }[];
}

/** A fact and the moment from which it was known, epoch ms. */
export interface Known<T> {
  readonly from: number;
  readonly is: T;
}

export interface ContractEntry {
  readonly contract: ChurnContract;
  /** Epoch ms. */
  readonly startedAt: number;
  /** When the end was known, epoch ms; infinite while it runs. */
  readonly endedAt: number;
  /** In major units; null in another currency than most. */
  readonly fee: number | null;
  readonly fields: Readonly<Record<string, Scalar>>;
  readonly months: readonly Known<UsageMonth>[];
  readonly messages: readonly Known<number | null>[];
  /** Amounts in major units, null without one or in another currency. */
  readonly orders: readonly Known<number | null>[];
}

/** A history arranged so that the view of a contract at a moment is a few passes over its own facts. */
export interface ChurnIndex {
  readonly connection: string;
  readonly currency: string;
  readonly contracts: ReadonlyMap<string, ContractEntry>;
  readonly metrics: readonly string[];
  readonly customerFields: readonly string[];
  readonly has: { readonly messages: boolean; readonly orders: boolean };
}

function groupKnown<R, T>(
  rows: readonly R[],
  read: (row: R) => { readonly key: string; readonly at: string; readonly is: T },
): Map<string, Known<T>[]> {
  const groups = new Map<string, Known<T>[]>();
  for (const row of rows) {
    const { key, at, is } = read(row);
    const from = knownFrom(at);
    if (Number.isNaN(from)) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [{ from, is }]);
    else group.push({ from, is });
  }
  for (const group of groups.values()) group.sort((a, b) => a.from - b.from);
  return groups;
}

/** The earliest contract's currency, because later contracts must not change what earlier ones said. */
function currencyOf(contracts: readonly ChurnContract[]): string {
  let first: ChurnContract | undefined;
  for (const one of contracts)
    if (
      one.fee !== undefined &&
      (first === undefined ||
        one.startedAt < first.startedAt ||
        (one.startedAt === first.startedAt && one.sourceId < first.sourceId))
    )
      first = one;
  return first?.fee?.currency ?? 'USD';
}

/** Indexes a history once for many views. A contract whose start cannot be read is left out. */
export function indexChurn(history: ChurnHistory): ChurnIndex {
  const currency = currencyOf(history.contracts);
  const major = (money: Money | undefined): number | null =>
    money === undefined || money.currency !== currency ? null : money.minor / minorPerMajor(currency);
  const months = groupKnown(history.usage ?? [], (row) => ({ key: row.contract, at: row.endsAt, is: row }));
  const messages = groupKnown(history.messages ?? [], (row) => ({
    key: row.customer,
    at: row.at,
    is: row.tone,
  }));
  const orders = groupKnown(history.orders ?? [], (row) => ({
    key: row.customer,
    at: row.at,
    is: major(row.total),
  }));
  const customers = new Map((history.customers ?? []).map((row) => [row.sourceId, row.fields]));
  const contracts = new Map<string, ContractEntry>();
  for (const contract of history.contracts) {
    const startedAt = Date.parse(contract.startedAt);
    if (Number.isNaN(startedAt)) continue;
    const ended = knownFrom(contract.endedAt);
    const customer = contract.customer ?? '';
    contracts.set(contract.sourceId, {
      contract,
      startedAt,
      endedAt: Number.isNaN(ended) ? Number.POSITIVE_INFINITY : ended,
      fee: major(contract.fee),
      fields: customers.get(customer) ?? {},
      months: months.get(contract.sourceId) ?? [],
      messages: messages.get(customer) ?? [],
      orders: orders.get(customer) ?? [],
    });
  }
  const metrics = new Set((history.usage ?? []).flatMap(({ values }) => Object.keys(values)));
  const fields = new Set((history.customers ?? []).flatMap((row) => Object.keys(row.fields)));
  return {
    connection: history.connection,
    currency,
    contracts,
    metrics: [...metrics].sort(),
    customerFields: [...fields].sort(),
    has: { messages: messages.size > 0, orders: orders.size > 0 },
  };
}
