import type { ChurnContract, ChurnHistory, UsageMonth } from '@aicrm/models/churn/history';
import { isMissing, type RawTable, textOf } from '@aicrm/models/custom/raw-table';
import { minorPerMajor } from '@aicrm/models/lead-score/history';
import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import type { ContractFlags } from '../commands/churn.js';
import { pathOf } from '../commands/files.js';
import type { Io } from '../io.js';
import { counted, plain } from '../print.js';
import { columnsBy, noColumn } from './columns.js';
import { readTable } from './open-table.js';
import { datesAre, endOfDay, instantOf } from './orders.js';

export interface ContractTable {
  readonly history: ChurnHistory;
  /** Epoch ms. */
  readonly now: number;
  readonly notes: readonly string[];
}

const iso = (ms: number): string => new Date(ms).toISOString();

/** Usage: a row a month of a contract; every other column that holds numbers is a metric. */
async function readUsage(
  flags: ContractFlags,
  io: Io,
  title: string,
): Promise<Result<{ months: UsageMonth[]; last: number; left: number }, Problem>> {
  if (flags.usage === undefined) return ok({ months: [], last: Number.NEGATIVE_INFINITY, left: 0 });
  if (flags.usageContract === undefined || flags.usageTime === undefined)
    return fail(
      problem('bad-data', title, 'A table of use needs the columns of its contract and its month’s end.', {
        action: 'Give --usage-contract and --usage-time.',
      }),
    );
  const raw = await readTable(pathOf(io, flags.usage), flags);
  if (!raw.ok) return raw;
  const found = columnsBy(raw.value, title, {
    contract: { flag: '--usage-contract', name: flags.usageContract },
    time: { flag: '--usage-time', name: flags.usageTime },
  });
  if (!found.ok) return found;
  const metrics = numeric(raw.value, [flags.usageContract, flags.usageTime]);
  if (metrics.length === 0)
    return fail(problem('bad-data', title, `${flags.usage} has no column of numbers.`));
  const months: UsageMonth[] = [];
  let [last, left] = [Number.NEGATIVE_INFINITY, 0];
  for (let i = 0; i < raw.value.rows; i++) {
    const at = instantOf(found.value.time?.[i]);
    if (!Number.isFinite(at) || isMissing(found.value.contract?.[i])) {
      left++;
      continue;
    }
    last = Math.max(last, at);
    months.push({
      contract: textOf(found.value.contract?.[i]),
      endsAt: iso(at),
      values: Object.fromEntries(
        metrics.map(({ name, cells }) => [name, isMissing(cells[i]) ? null : Number(cells[i])]),
      ),
    });
  }
  return ok({ months, last, left });
}

/** Columns whose known cells are all numbers. */
function numeric(raw: RawTable, without: readonly string[]) {
  return raw.names.flatMap((name, c) => {
    const cells = raw.columns[c] ?? [];
    const known = cells.filter((cell) => !isMissing(cell));
    return !without.includes(name) && known.length > 0 && known.every((cell) => Number.isFinite(Number(cell)))
      ? [{ name, cells }]
      : [];
  });
}

/** A table of contracts, with fields of their customers and their use by month, as the churn model reads them. */
export async function readContracts(
  flags: ContractFlags,
  io: Io,
  title: string,
): Promise<Result<ContractTable, Problem>> {
  const raw = await readTable(pathOf(io, flags.table), flags);
  if (!raw.ok) return raw;
  const found = columnsBy(raw.value, title, {
    contract: { flag: '--contract', name: flags.contract },
    start: { flag: '--start', name: flags.start },
    end: { flag: '--end', name: flags.end },
    plan: { flag: '--plan', name: flags.plan },
    fee: { flag: '--fee', name: flags.fee },
  });
  if (!found.ok) return found;
  const fields = flags.fields ?? [];
  for (const name of fields)
    if (!raw.value.names.includes(name)) return fail(noColumn(title, name, raw.value.names, '--fields'));
  const usage = await readUsage(flags, io, title);
  if (!usage.ok) return usage;
  const { contract, start, end, plan, fee } = found.value;
  const currency = flags.currency ?? 'XXX';
  const contracts: ChurnContract[] = [];
  const customers: { sourceId: string; fields: Record<string, string | number | boolean | null> }[] = [];
  let [last, left, twice] = [usage.value.last, 0, 0];
  const seen = new Set<string>();
  for (let i = 0; i < raw.value.rows; i++) {
    const id = textOf(contract?.[i]);
    const from = instantOf(start?.[i]);
    const to = instantOf(end?.[i]);
    const openEnd = isMissing(end?.[i]);
    if (id === '' || !Number.isFinite(from) || (!openEnd && !Number.isFinite(to))) {
      left++;
      continue;
    }
    if (seen.has(id)) {
      twice++;
      continue;
    }
    seen.add(id);
    last = Math.max(last, from, openEnd || to > io.now() ? from : to);
    const cost = isMissing(fee?.[i]) ? Number.NaN : Number(fee?.[i]);
    contracts.push({
      sourceId: id,
      customer: id,
      startedAt: iso(from),
      ...(openEnd ? {} : { endedAt: iso(to) }),
      ...(isMissing(plan?.[i]) ? {} : { plan: textOf(plan?.[i]) }),
      ...(Number.isFinite(cost)
        ? { fee: { minor: Math.round(cost * minorPerMajor(currency)), currency } }
        : {}),
    });
    customers.push({
      sourceId: id,
      fields: Object.fromEntries(
        fields.map((name) => {
          const cell = raw.value.columns[raw.value.names.indexOf(name)]?.[i];
          if (isMissing(cell)) return [name, null];
          const number = Number(cell);
          return [name, Number.isFinite(number) ? number : textOf(cell)];
        }),
      ),
    });
  }
  if (contracts.length === 0)
    return fail(
      problem(
        'bad-data',
        title,
        `Of ${counted(raw.value.rows, 'row')} none has a contract with a readable start.`,
        { action: `${datesAre} The first row has "${plain(textOf(start?.[0]), 40)}".` },
      ),
    );
  const now = endOfDay(title, flags.asOf, last);
  if (!now.ok) return now;
  const notes = [
    ...(left > 0 ? [`${counted(left, 'row')} without a contract or with an unreadable date left out`] : []),
    ...(twice > 0 ? [`${counted(twice, 'row')} of a contract that is there already left out`] : []),
    ...(usage.value.left > 0
      ? [`${counted(usage.value.left, 'row')} of use without a contract or a date left out`]
      : []),
    `seen as of the end of ${new Date(now.value - 1).toISOString().slice(0, 10)}`,
  ];
  return ok({
    history: {
      connection: 'table',
      contracts,
      ...(usage.value.months.length > 0 ? { usage: usage.value.months } : {}),
      ...(fields.length > 0 ? { customers } : {}),
    },
    now: now.value,
    notes,
  });
}
