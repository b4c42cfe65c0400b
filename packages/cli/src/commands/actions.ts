import { readFile } from 'node:fs/promises';
import { csvLine } from '@aicrm/connectors/csv/write-csv';
import { type Cell, isMissing, textOf } from '@aicrm/models/custom/raw-table';
import { defaultRules, defaultSignals } from '@aicrm/models/next-action/defaults';
import { nextActions } from '@aicrm/models/next-action/next-action';
import { checkRules } from '@aicrm/models/next-action/rules';
import { ActionKind, type ActionRule, type SignalSpec } from '@aicrm/schema/next-action';
import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import type { Scalar } from '@aicrm/schema/view';
import type { Io } from '../io.js';
import { counted, plain, table } from '../print.js';
import { columnsBy, nearest, noColumn } from '../table/columns.js';
import { readTable } from '../table/open-table.js';
import { checkOutputs, writeOutputs } from '../table/output.js';
import { giveUp, show, status } from './context.js';
import { diskProblem, pathOf } from './files.js';
import type { TableFlags } from './table-train.js';

export interface ActionsFlags extends TableFlags {
  readonly table: string;
  readonly record: string;
  /** "signal=column". */
  readonly signal?: readonly string[];
  readonly rules?: string;
  readonly top: number;
  readonly out: string;
}

const title = 'Actions cannot be ranked';
const wrong = (detail: string, action?: string): Result<never, Problem> =>
  fail(problem('bad-data', title, detail, action === undefined ? {} : { action }));

async function rulesOf(path: string | undefined, io: Io): Promise<Result<readonly ActionRule[], Problem>> {
  if (path === undefined) return ok(defaultRules);
  let text: string;
  try {
    text = await readFile(pathOf(io, path), 'utf8');
  } catch (error) {
    return fail(diskProblem(path, error));
  }
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return wrong(`${path}: It is no JSON.`);
  }
  return checkRules(data, defaultSignals);
}

const consentOf = (column: string): ActionKind | undefined => {
  const read = ActionKind.safeParse(column.replace(/^consent\./, ''));
  return column.startsWith('consent.') && read.success ? read.data : undefined;
};

const flag = (text: string): boolean | null =>
  /^(1|yes|true|ja|y)$/i.test(text) ? true : /^(0|no|false|nein|n)$/i.test(text) ? false : null;

/** A cell as the signal's type; null where it is missing, undefined where it cannot be one. */
function signalOf(cell: Cell | undefined, { type }: SignalSpec): Scalar | undefined {
  if (isMissing(cell)) return null;
  if (type === 'number') {
    const value = Number(cell);
    return Number.isFinite(value) ? value : undefined;
  }
  if (type === 'text') return textOf(cell);
  return flag(textOf(cell)) ?? undefined;
}

/** Which column gives which signal: those called so, and those that --signal names. */
function sourcesOf(
  names: readonly string[],
  wishes: readonly string[],
): Result<ReadonlyMap<SignalSpec, string>, Problem> {
  const sources = new Map<SignalSpec, string>();
  for (const spec of defaultSignals) if (names.includes(spec.id)) sources.set(spec, spec.id);
  for (const wish of wishes) {
    const at = wish.indexOf('=');
    const [id, column] = [wish.slice(0, at), wish.slice(at + 1)];
    if (at < 1 || column === '')
      return wrong(`--signal is "${plain(wish, 60)}".`, 'Give it as lead.probability=score.');
    const spec = defaultSignals.find((one) => one.id === id);
    if (spec === undefined) {
      const ids = defaultSignals.map((one) => one.id);
      const near = nearest(id, ids);
      return wrong(
        `There is no signal "${plain(id, 60)}".`,
        `${near === undefined ? '' : `Did you mean "${near}"? `}There are: ${ids.join(', ')}.`,
      );
    }
    if (!names.includes(column)) return fail(noColumn(title, column, names, '--signal'));
    sources.set(spec, column);
  }
  if (sources.size === 0)
    return wrong(
      'No column of the table is called like a signal.',
      `Name columns with --signal, such as --signal lead.probability=score. Signals: ${defaultSignals.map((one) => one.id).join(', ')}.`,
    );
  return ok(sources);
}

/** `aicrm actions`: what to do next with each record of a table of signals, by rules that are data. */
export async function actionsCommand(flags: ActionsFlags, io: Io): Promise<number> {
  if (!(flags.top >= 1))
    return giveUp(
      io,
      flags,
      problem('bad-data', title, `--top is ${flags.top}.`, { action: 'Give 1 or more.' }),
    );
  const reads = [flags.table, ...(flags.rules === undefined ? [] : [flags.rules])];
  const harm = await checkOutputs(io, [flags.out], reads);
  if (harm) return giveUp(io, flags, harm);
  const rules = await rulesOf(flags.rules, io);
  if (!rules.ok) return giveUp(io, flags, rules.error);
  const read = await readTable(pathOf(io, flags.table), flags);
  if (!read.ok) return giveUp(io, flags, read.error);
  const raw = read.value;
  const found = columnsBy(raw, title, { record: { flag: '--record', name: flags.record } });
  if (!found.ok) return giveUp(io, flags, found.error);
  const sources = sourcesOf(raw.names, flags.signal ?? []);
  if (!sources.ok) return giveUp(io, flags, sources.error);
  const consents = raw.names.flatMap((name) => {
    const kind = consentOf(name);
    return kind === undefined ? [] : [{ kind, name }];
  });
  const cell = (name: string, row: number): Cell => raw.columns[raw.names.indexOf(name)]?.[row] ?? null;
  const at = io.now();
  let text = csvLine(['record', 'rank', 'action', 'label', 'rule', 'urgency', 'code', 'values', 'text']);
  const counts = new Map<string, number>();
  const suppressed = new Map<string, number>();
  for (let i = 0; i < raw.rows; i++) {
    const signals: Record<string, Scalar> = {};
    for (const [spec, name] of sources.value) {
      const value = signalOf(cell(name, i), spec);
      if (value === undefined)
        return giveUp(
          io,
          flags,
          problem(
            'bad-data',
            title,
            `"${plain(textOf(cell(name, i)), 40)}" in row ${i + 1} of "${plain(name, 60)}" is no ${spec.type === 'flag' ? 'yes or no' : spec.type} for the signal ${spec.id}.`,
          ),
        );
      signals[spec.id] = value;
    }
    const consent: Partial<Record<ActionKind, boolean>> = {};
    for (const { kind, name } of consents) {
      const value = flag(textOf(cell(name, i)));
      if (value !== null) consent[kind] = value;
    }
    const recordId = textOf(found.value.record?.[i]);
    const ranked = nextActions(
      rules.value,
      { recordId, at, signals, counterfactuals: [], uplifts: [], consent, history: [] },
      defaultSignals,
    );
    for (const { why } of ranked.suppressed) suppressed.set(why, (suppressed.get(why) ?? 0) + 1);
    for (const [rank, one] of ranked.actions.slice(0, flags.top).entries()) {
      if (rank === 0) counts.set(one.label, (counts.get(one.label) ?? 0) + 1);
      text += csvLine([
        recordId,
        String(rank + 1),
        one.kind,
        one.label,
        one.rule ?? '',
        String(one.urgency),
        one.words.code,
        JSON.stringify(one.words.values),
        one.text,
      ]);
    }
  }
  const written = await writeOutputs(io, [[flags.out, text]]);
  if (!written.ok) return giveUp(io, flags, written.error);
  const missing = defaultSignals.filter((spec) => !sources.value.has(spec)).map(({ id }) => id);
  const notes = [
    'effects of actions are estimated by the models in the product; a table of signals holds none, so ranks go by urgency',
    ...(missing.length > 0 ? [`not in the table, so unknown: ${missing.join(', ')}`] : []),
    ...[...suppressed].map(([why, n]) => `${counted(n, 'proposal')} held back: ${why}`),
  ];
  for (const note of notes) io.err(`note: ${note}\n`);
  const first = [...counts].sort((a, b) => b[1] - a[1]);
  show(
    io,
    flags,
    {
      records: raw.rows,
      first: Object.fromEntries(first),
      suppressed: Object.fromEntries(suppressed),
      notes,
      out: flags.out,
    },
    `${table([['first action', 'records'], ...first.map(([label, n]) => [label, String(n)])])}\n${counted(raw.rows, 'record')} in ${flags.out}\n`,
  );
  return status.done;
}
