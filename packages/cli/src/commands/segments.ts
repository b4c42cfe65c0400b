import { csvLine } from '@aicrm/connectors/csv/write-csv';
import { behaviourOf } from '@aicrm/models/segments/behaviour';
import { segmentsReport } from '@aicrm/models/segments/card-report';
import { behaviourClusters, type Clusters } from '@aicrm/models/segments/clusters';
import { rfmSegments, type SegmentSummary } from '@aicrm/models/segments/rfm';
import { type Problem, problem } from '@aicrm/schema/problem';
import type { Io } from '../io.js';
import { counted, plain, table } from '../print.js';
import { type OrderFlags, readOrders } from '../table/orders.js';
import { checkOutputs, writeOutputs } from '../table/output.js';
import { cardText, otherColumns, sourceOf, writtenCard } from './card-file.js';
import { giveUp, show, status } from './context.js';

export interface SegmentsFlags extends OrderFlags {
  /** A number, or "auto". */
  readonly clusters?: string;
  readonly seed?: number;
  readonly out: string;
  readonly card?: string;
  readonly dataLicence?: string;
  readonly synthetic?: boolean;
}

const title = 'The segments cannot be made';
const dayMs = 86_400_000;

const wrong = (detail: string, action?: string): Problem =>
  problem('bad-data', title, detail, action === undefined ? {} : { action });

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
  const harm = await checkOutputs(io, [flags.out, flags.card], [flags.table]);
  if (harm) return giveUp(io, flags, harm);
  const read = await readOrders(flags, io, title);
  if (!read.ok) return giveUp(io, flags, read.error);
  const behaviour = behaviourOf(read.value.orders, read.value.now);
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
  const card = segmentsReport(behaviour, rfm.value, {
    ...sourceOf(flags),
    now: read.value.now,
    ...(clusters === undefined ? {} : { clusters }),
    refused: otherColumns(read.value.raw, [flags.customer, flags.time, flags.amount]),
  });
  const written = await writeOutputs(io, [
    [flags.out, csvLine(header) + lines.join('')],
    [flags.card, cardText(card)],
  ]);
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
      asOf: new Date(read.value.now - dayMs).toISOString().slice(0, 10),
      segments,
      ...grouped,
      notes,
      out: flags.out,
      ...(flags.card === undefined ? {} : { card: flags.card }),
    },
    `${tableOf(segments)}${clusters === undefined ? '' : `\n${clusters.choice.reason}\n${withCluster ? tableOf(clusters.segments) : ''}`}\n${counted(customers, 'customer')} in ${flags.out}${writtenCard(flags.card)}\n`,
  );
  return status.done;
}
