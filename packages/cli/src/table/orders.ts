import { type Cell, isMissing, type RawTable, textOf } from '@aicrm/models/custom/raw-table';
import { minorPerMajor } from '@aicrm/models/lead-score/history';
import type { Order } from '@aicrm/models/value/customers';
import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import { pathOf } from '../commands/files.js';
import type { TableFlags } from '../commands/table-train.js';
import type { Io } from '../io.js';
import { counted, plain } from '../print.js';
import { columnsBy } from './columns.js';
import { readTable } from './open-table.js';

/** The options of every command that takes a table of orders. */
export interface OrderFlags extends TableFlags {
  readonly table: string;
  readonly customer: string;
  readonly time: string;
  readonly amount?: string;
  readonly currency?: string;
  readonly asOf?: string;
}

export interface OrderTable {
  readonly orders: readonly Order[];
  /** Customer, epoch ms and row number of each order, in the table's order. */
  readonly lines: readonly { readonly customer: string; readonly at: number; readonly row: number }[];
  /** The end of the table's last day, or of the day that was named; epoch ms. */
  readonly now: number;
  readonly raw: RawTable;
  readonly notes: readonly string[];
}

const dayMs = 86_400_000;

/** The end of the last day that counts. */
export function endOfDay(title: string, asOf: string | undefined, last: number): Result<number, Problem> {
  const day = asOf === undefined ? last : Date.parse(asOf);
  return Number.isFinite(day)
    ? ok((Math.floor(day / dayMs) + 1) * dayMs)
    : fail(
        problem('bad-data', title, `"${plain(asOf ?? '', 40)}" is no date.`, {
          action: 'Give --as-of as 2024-12-31.',
        }),
      );
}

/** Epoch ms of a cell; NaN where it is no date. A bare number is none, though a machine would read one as a year. */
export const instantOf = (cell: Cell | undefined): number => {
  const text = textOf(cell);
  return /^\d{4}-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
};

export const datesAre =
  'Dates such as 2024-03-01 or 2024-03-01T10:00:00Z are read; --day-order tells how 01/02/2024 is meant.';

/** The rows of a table as orders. Rows without a customer or a readable date are counted, not guessed at. */
export async function readOrders(
  flags: OrderFlags,
  io: Io,
  title: string,
): Promise<Result<OrderTable, Problem>> {
  const wrong = (detail: string, action?: string): Result<never, Problem> =>
    fail(problem('bad-data', title, detail, action === undefined ? {} : { action }));
  if (flags.currency !== undefined && !/^[A-Z]{3}$/.test(flags.currency))
    return wrong(`"${plain(flags.currency, 20)}" is no currency.`, 'Give a code such as EUR.');
  const raw = await readTable(pathOf(io, flags.table), flags);
  if (!raw.ok) return raw;
  const found = columnsBy(raw.value, title, {
    customer: { flag: '--customer', name: flags.customer },
    time: { flag: '--time', name: flags.time },
    amount: { flag: '--amount', name: flags.amount },
  });
  if (!found.ok) return found;
  const { customer, time, amount: amounts } = found.value;
  const currency = flags.currency ?? 'XXX';
  const orders: Order[] = [];
  const lines: { customer: string; at: number; row: number }[] = [];
  let [last, unread, unpaid, refunds, later] = [Number.NEGATIVE_INFINITY, 0, 0, 0, 0];
  for (let i = 0; i < raw.value.rows; i++) {
    const at = instantOf(time?.[i]);
    if (isMissing(customer?.[i]) || !Number.isFinite(at)) {
      unread++;
      continue;
    }
    const amount = amounts === undefined || isMissing(amounts[i]) ? Number.NaN : Number(amounts[i]);
    if (amounts !== undefined && !Number.isFinite(amount)) unpaid++;
    if (amount < 0) refunds++;
    if (at > io.now()) later++;
    last = Math.max(last, at);
    const who = textOf(customer?.[i]);
    lines.push({ customer: who, at, row: i });
    orders.push({
      sourceId: String(i),
      fields: {
        contact: who,
        at: new Date(at).toISOString(),
        ...(Number.isFinite(amount)
          ? { total: { minor: Math.round(amount * minorPerMajor(currency)), currency } }
          : {}),
      },
    });
  }
  if (orders.length === 0)
    return wrong(
      `Of ${counted(raw.value.rows, 'row')} none has a customer and a date that can be read.`,
      `${datesAre} The first row has "${plain(textOf(time?.[0]), 40)}" in "${plain(flags.time, 40)}".`,
    );
  if (amounts !== undefined && unpaid === orders.length)
    return wrong(
      `No row has a readable amount in "${plain(flags.amount ?? '', 60)}".`,
      'Name a column of numbers, or leave --amount away.',
    );
  const now = endOfDay(title, flags.asOf, last);
  if (!now.ok) return now;
  const after = lines.filter(({ at }) => at >= now.value).length;
  const notes = [
    ...(unread > 0 ? [`${counted(unread, 'row')} without a customer or a readable date left out`] : []),
    ...(unpaid > 0 ? [`${counted(unpaid, 'row')} without a readable amount count as purchases only`] : []),
    ...(refunds > 0 ? [`${counted(refunds, 'row')} with an amount below 0 are refunds, not purchases`] : []),
    ...(after > 0 ? [`${counted(after, 'row')} after --as-of left out`] : []),
    ...(later > 0 && flags.asOf === undefined
      ? [
          `${counted(later, 'row')} dated in the future, up to ${new Date(last).toISOString().slice(0, 10)}: everything is seen as of then; --as-of names another day`,
        ]
      : []),
  ];
  return ok({ orders, lines, now: now.value, raw: raw.value, notes });
}
