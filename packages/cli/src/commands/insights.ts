import { csvLine } from '@aicrm/connectors/csv/write-csv';
import { type Cell, isMissing, textOf } from '@aicrm/models/custom/raw-table';
import { weeklyInsights } from '@aicrm/models/insights/insights';
import type { Metric, MetricRow, MetricSpec } from '@aicrm/models/insights/metrics';
import { problem } from '@aicrm/schema/problem';
import type { Io } from '../io.js';
import { counted, plain } from '../print.js';
import { columnsBy, noColumn } from '../table/columns.js';
import { readTable } from '../table/open-table.js';
import { datesAre, endOfDay, instantOf } from '../table/orders.js';
import { checkOutputs, writeOutputs } from '../table/output.js';
import { giveUp, show, status } from './context.js';
import { pathOf } from './files.js';
import type { TableFlags } from './table-train.js';

export const insightKinds = ['count', 'sum', 'rate', 'mean'] as const;

export interface InsightsFlags extends TableFlags {
  readonly table: string;
  readonly time: string;
  readonly value?: string;
  readonly kind?: (typeof insightKinds)[number];
  readonly by?: readonly string[];
  readonly label?: string;
  readonly lowerIsBetter?: boolean;
  readonly currency?: string;
  readonly zone?: string;
  readonly asOf?: string;
  readonly out: string;
}

const title = 'The week cannot be judged';

/** The metrics that a table and its options ask for: rows a week, and of a column of values what --kind says. */
function specsOf(flags: InsightsFlags): readonly MetricSpec[] {
  const label = flags.label ?? 'Rows';
  const common = { better: flags.lowerIsBetter ? 'lower' : 'higher', type: 'activity' } as const;
  const count: MetricSpec = { id: 'count', label, kind: 'count', unit: 'number', ...common };
  if (flags.value === undefined) return [count];
  const kind = flags.kind ?? 'sum';
  if (kind === 'count') return [count];
  const unit = kind === 'rate' ? 'percent' : flags.currency === undefined ? 'number' : 'money';
  const own: MetricSpec = {
    id: kind,
    label: flags.label ?? flags.value,
    kind,
    unit,
    ...common,
    ...(kind === 'sum' ? { alongside: 'count' } : {}),
  };
  return kind === 'sum' && flags.label === undefined ? [own, count] : [own];
}

/** `aicrm insights`: what was unusual in the last whole week of a table of dated rows, and who moved it. */
export async function insightsCommand(flags: InsightsFlags, io: Io): Promise<number> {
  const giveBad = (detail: string, action?: string): number =>
    giveUp(io, flags, problem('bad-data', title, detail, action === undefined ? {} : { action }));
  const harm = await checkOutputs(io, [flags.out], [flags.table]);
  if (harm) return giveUp(io, flags, harm);
  if (flags.value === undefined && flags.kind !== undefined && flags.kind !== 'count')
    return giveBad(`--kind ${flags.kind} needs a column of values.`, 'Name it with --value.');
  const read = await readTable(pathOf(io, flags.table), flags);
  if (!read.ok) return giveUp(io, flags, read.error);
  const raw = read.value;
  const found = columnsBy(raw, title, {
    time: { flag: '--time', name: flags.time },
    value: { flag: '--value', name: flags.value },
  });
  if (!found.ok) return giveUp(io, flags, found.error);
  const dimensions: { name: string; cells: readonly Cell[] }[] = [];
  for (const name of flags.by ?? []) {
    const cells = raw.columns[raw.names.indexOf(name)];
    if (cells === undefined) return giveUp(io, flags, noColumn(title, name, raw.names, '--by'));
    dimensions.push({ name, cells });
  }
  const rows: MetricRow[] = [];
  let [left, last] = [0, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < raw.rows; i++) {
    const at = instantOf(found.value.time?.[i]);
    const cell = found.value.value?.[i];
    const value = found.value.value === undefined ? 1 : isMissing(cell) ? Number.NaN : Number(cell);
    if (!Number.isFinite(at) || !Number.isFinite(value)) {
      left++;
      continue;
    }
    if (flags.kind === 'rate' && value !== 0 && value !== 1)
      return giveBad(
        `"${plain(textOf(cell), 40)}" in row ${i + 1} of "${plain(flags.value ?? '', 60)}" is neither 0 nor 1.`,
        'A rate is the share of rows whose value is 1.',
      );
    last = Math.max(last, at);
    rows.push({
      at,
      value,
      segments: Object.fromEntries(
        dimensions.map(({ name, cells }) => [name, isMissing(cells[i]) ? null : textOf(cells[i])]),
      ),
    });
  }
  if (rows.length === 0)
    return giveBad(`Of ${counted(raw.rows, 'row')} none has a date and a value that can be read.`, datesAre);
  const end = endOfDay(title, flags.asOf, last);
  if (!end.ok) return giveUp(io, flags, end.error);
  const metrics: Metric[] = specsOf(flags).map((spec) => ({ spec, rows }));
  let report: ReturnType<typeof weeklyInsights>;
  try {
    report = weeklyInsights(metrics, {
      asOf: end.value,
      ...(flags.zone === undefined ? {} : { zone: flags.zone }),
      ...(flags.currency === undefined ? {} : { currency: flags.currency }),
    });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return giveBad(`--zone is "${plain(flags.zone ?? '', 40)}".`, 'Give a name such as Europe/Berlin.');
  }
  if (report.state === 'not-enough-history')
    return giveUp(io, flags, problem('not-enough-data', title, report.text));
  const header = [
    'metric',
    'dimension',
    'segment',
    'value',
    'expected',
    'low',
    'high',
    'confidence',
    'code',
    'values',
    'text',
  ];
  const lines = report.insights.map((one) =>
    csvLine([
      one.metric.id,
      one.segment?.dimension ?? '',
      one.segment?.value ?? '',
      String(one.value),
      String(Number(one.expected.toPrecision(6))),
      String(Number(one.usual[0].toPrecision(6))),
      String(Number(one.usual[1].toPrecision(6))),
      one.confidence,
      one.words.map(({ code }) => code).join(' '),
      JSON.stringify(one.words),
      one.text,
    ]),
  );
  const written = await writeOutputs(io, [[flags.out, csvLine(header) + lines.join('')]]);
  if (!written.ok) return giveUp(io, flags, written.error);
  const notes = [
    ...(left > 0 ? [`${counted(left, 'row')} without a readable date or value left out`] : []),
    `${counted(report.tests, 'comparison')} made; one in ten of what is told may be chance`,
    ...report.watched
      .filter(({ segment }) => segment === undefined)
      .map(
        ({ metric, expected, detectable }) =>
          `of ${metric}, ${Number(expected.toPrecision(3)).toLocaleString('en')} were expected; a change of ${Number(detectable.toPrecision(3)).toLocaleString('en')} or more would have been seen`,
      ),
  ];
  for (const note of notes) io.err(`note: ${note}\n`);
  show(
    io,
    flags,
    { ...report, notes, out: flags.out },
    `${plain(report.text, 300)}\n${report.insights.map((one) => `- ${plain(one.text, 500)}\n`).join('')}\n${counted(report.insights.length, 'insight')} in ${flags.out}\n`,
  );
  return status.done;
}
