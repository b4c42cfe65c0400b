import { csvLine } from '@aicrm/connectors/csv/write-csv';
import { type Cell, isMissing, type RawTable, textOf } from '@aicrm/models/custom/raw-table';
import { minorPerMajor } from '@aicrm/models/lead-score/history';
import { behaviourOf } from '@aicrm/models/segments/behaviour';
import { behaviourClusters, type Clusters } from '@aicrm/models/segments/clusters';
import { rfmSegments, type SegmentSummary } from '@aicrm/models/segments/rfm';
import type { Order } from '@aicrm/models/value/customers';
import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import type { Io } from '../io.js';
import { counted, plain, table } from '../print.js';
import { readTable } from '../table/open-table.js';
import { checkOutputs, writeOutputs } from '../table/output.js';
import { giveUp, show, status } from './context.js';
import { pathOf } from './files.js';
import type { TableFlags } from './table-train.js';

export interface SegmentsFlags extends TableFlags {
  readonly table: string;
  readonly customer: string;
  readonly time: string;
  readonly amount?: string;
  readonly currency?: string;
  readonly asOf?: string;
  /** A number, or "auto". */
  readonly clusters?: string;
  readonly seed?: number;
  readonly out: string;
}

const dayMs = 86_400_000;

const wrong = (detail: string, action?: string): Problem =>
  problem('bad-data', 'The segments cannot be made', detail, action === undefined ? {} : { action });

interface Read {
  readonly orders: readonly Order[];
  /** Epoch ms. */
  readonly last: number;
  readonly notes: readonly string[];
}

/** The rows of the table as orders. Rows without a customer or a readable date are counted, not guessed at. */
function ordersOf(raw: RawTable, flags: SegmentsFlags): Result<Read, Problem> {
  const column = (name: string): readonly Cell[] | undefined => raw.columns[raw.names.indexOf(name)];
  const [customers, times] = [column(flags.customer), column(flags.time)];
  const amounts = flags.amount === undefined ? undefined : column(flags.amount);
  for (const name of [flags.customer, flags.time, flags.amount])
    if (name !== undefined && column(name) === undefined)
      return fail(wrong(`There is no column "${plain(name, 60)}".`, `There are: ${raw.names.join(', ')}.`));
  const currency = flags.currency ?? 'XXX';
  const orders: Order[] = [];
  let [last, unread, unpaid] = [Number.NEGATIVE_INFINITY, 0, 0];
  for (let i = 0; i < raw.rows; i++) {
    const at = Date.parse(textOf(times?.[i]));
    if (isMissing(customers?.[i]) || !Number.isFinite(at)) {
      unread++;
      continue;
    }
    const amount = amounts === undefined || isMissing(amounts[i]) ? Number.NaN : Number(amounts[i]);
    if (amounts !== undefined && !Number.isFinite(amount)) unpaid++;
    last = Math.max(last, at);
    orders.push({
      sourceId: String(i),
      fields: {
        contact: textOf(customers?.[i]),
        at: new Date(at).toISOString(),
        ...(Number.isFinite(amount)
          ? { total: { minor: Math.round(amount * minorPerMajor(currency)), currency } }
          : {}),
      },
    });
  }
  if (orders.length === 0)
    return fail(
      wrong(
        `Of ${counted(raw.rows, 'row')} none has a customer and a date that can be read.`,
        'Dates such as 2024-03-01 or 2024-03-01T10:00:00Z are read; --day-order tells how 01/02/2024 is meant.',
      ),
    );
  const notes = [
    ...(unread > 0 ? [`${counted(unread, 'row')} without a customer or a readable date left out`] : []),
    ...(unpaid > 0 ? [`${counted(unpaid, 'row')} without a readable amount count as purchases only`] : []),
  ];
  return ok({ orders, last, notes });
}

/** The moment as of which customers are seen: the end of the table's last day, or of the day that was named. */
function asOfOf(flags: SegmentsFlags, last: number): Result<number, Problem> {
  const day = flags.asOf === undefined ? last : Date.parse(flags.asOf);
  return Number.isFinite(day)
    ? ok((Math.floor(day / dayMs) + 1) * dayMs)
    : fail(wrong(`"${plain(flags.asOf ?? '', 40)}" is no date.`, 'Give --as-of as 2024-12-31.'));
}

const share = (value: number): string => `${(100 * value).toFixed(1)} %`;
const about = ({ apart }: Pick<SegmentSummary, 'apart'>): string =>
  apart
    .slice(0, 3)
    .map(
      ({ label, difference }) =>
        `${label} ${difference > 0 ? '+' : '−'}${Math.abs(difference).toFixed(1)} sd`,
    )
    .join(', ');

const tableOf = (segments: readonly Omit<SegmentSummary, 'advice'>[]): string =>
  table([
    ['segment', 'customers', 'share', 'of value', 'set apart by'],
    ...segments
      .filter(({ customers }) => customers > 0)
      .map((one) => [one.name, String(one.customers), share(one.share), share(one.valueShare), about(one)]),
  ]);

/** `aicrm segments`: every customer of a table of orders with its segment, and its cluster where asked for. */
export async function segmentsCommand(flags: SegmentsFlags, io: Io): Promise<number> {
  const auto = flags.clusters === 'auto';
  const k = flags.clusters === undefined || auto ? undefined : Number(flags.clusters);
  if (k !== undefined && !Number.isInteger(k))
    return giveUp(
      io,
      flags,
      wrong(`--clusters is ${plain(flags.clusters ?? '', 20)}.`, 'Give 2 to 20, or "auto".'),
    );
  if (flags.currency !== undefined && !/^[A-Z]{3}$/.test(flags.currency))
    return giveUp(
      io,
      flags,
      wrong(`"${plain(flags.currency, 20)}" is no currency.`, 'Give a code such as EUR.'),
    );
  const harm = await checkOutputs(io, [flags.out], [flags.table]);
  if (harm) return giveUp(io, flags, harm);
  const raw = await readTable(pathOf(io, flags.table), flags);
  if (!raw.ok) return giveUp(io, flags, raw.error);
  const read = ordersOf(raw.value, flags);
  if (!read.ok) return giveUp(io, flags, read.error);
  const asOf = asOfOf(flags, read.value.last);
  if (!asOf.ok) return giveUp(io, flags, asOf.error);
  const behaviour = behaviourOf(read.value.orders, asOf.value);
  io.err(`${counted(read.value.orders.length, 'order')} of ${counted(behaviour.ids.length, 'customer')}\n`);
  const rfm = rfmSegments(behaviour);
  if (!rfm.ok) return giveUp(io, flags, rfm.error);
  let clusters: Clusters | undefined;
  if (flags.clusters !== undefined) {
    io.err(auto ? 'trying 3 to 8 clusters on resamples\n' : `making ${k} clusters\n`);
    const made = behaviourClusters(behaviour, {
      ...(k === undefined ? {} : { k }),
      ...(flags.seed === undefined ? {} : { seed: flags.seed }),
    });
    if (!made.ok) return giveUp(io, flags, made.error);
    clusters = made.value;
  }
  if (io.signal.aborted) return status.stopped;
  const withCluster = clusters !== undefined && clusters.k !== null;
  const header = [
    'customer',
    'segment',
    'recency',
    'frequency',
    'money',
    ...(withCluster ? ['cluster'] : []),
  ];
  const names = new Map(rfm.value.segments.map(({ id, name }) => [id, name]));
  const lines = rfm.value.members.map((member, i) => {
    const { recency, frequency, money } = member;
    const scores = [recency, frequency, money].map(String);
    const cluster = withCluster ? [String(1 + (clusters?.labels[i] ?? 0))] : [];
    return csvLine([member.id, names.get(member.segment) ?? '', ...scores, ...cluster]);
  });
  const written = await writeOutputs(io, [[flags.out, csvLine(header) + lines.join('')]]);
  if (!written.ok) return giveUp(io, flags, written.error);
  const notes = [...read.value.notes, ...rfm.value.notes];
  for (const note of notes) io.err(`note: ${note}\n`);
  const { segments, customers } = rfm.value;
  const grouped =
    clusters === undefined
      ? {}
      : {
          clusters: {
            k: clusters.k,
            reason: clusters.choice.reason,
            tried: clusters.choice.tried,
            segments: clusters.segments,
          },
        };
  show(
    io,
    flags,
    {
      customers,
      asOf: new Date(asOf.value - dayMs).toISOString().slice(0, 10),
      segments,
      ...grouped,
      notes,
      out: flags.out,
    },
    `${tableOf(segments)}${clusters === undefined ? '' : `\n${clusters.choice.reason}\n${withCluster ? tableOf(clusters.segments) : ''}`}\n${counted(customers, 'customer')} in ${flags.out}\n`,
  );
  return status.done;
}
