import { csvLine } from '@aicrm/connectors/csv/write-csv';
import { type Cell, isMissing, type RawTable, textOf } from '@aicrm/models/custom/raw-table';
import { upliftReport } from '@aicrm/models/uplift/card-report';
import { writeUpliftModel } from '@aicrm/models/uplift/model-file';
import { trainUplift, type UpliftRow } from '@aicrm/models/uplift/train';
import { predictUplift } from '@aicrm/models/uplift/uplift';
import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import type { Io } from '../io.js';
import { counted, plain, table } from '../print.js';
import { columnsBy, nearest, noColumn } from '../table/columns.js';
import { readTable } from '../table/open-table.js';
import { instantOf } from '../table/orders.js';
import { checkOutputs, writeOutputs } from '../table/output.js';
import { type CardSourceFlags, cardText, sourceOf, writtenCard } from './card-file.js';
import { giveUp, show, status } from './context.js';
import { pathOf } from './files.js';
import type { TableFlags } from './table-train.js';

export interface UpliftFlags extends TableFlags, CardSourceFlags {
  readonly table: string;
  readonly treated: string;
  readonly treatedValue?: string;
  readonly controlValue?: string;
  readonly outcome: string;
  readonly outcomeValue?: string;
  readonly propensity?: string;
  readonly drop?: readonly string[];
  readonly observed?: boolean;
  readonly offer?: string;
  readonly seed?: number;
  readonly model?: string;
  readonly out: string;
}

const title = 'No effect can be told from this table';
const wrong = (detail: string, action?: string): Result<never, Problem> =>
  fail(problem('bad-data', title, detail, action === undefined ? {} : { action }));

const yes = /^(1|yes|y|true|t|ja|oui|si|sí)$/i;
const no = /^(0|no|n|false|f|nein|non)$/i;
/** Yes and no as people write them, or undefined. */
const answer = (text: string): boolean | undefined =>
  yes.test(text) ? true : no.test(text) ? false : undefined;

const valuesOf = (cells: readonly Cell[]): string[] => [
  ...new Set(cells.filter((cell) => !isMissing(cell)).map((cell) => textOf(cell))),
];
const named = (values: readonly string[]): string =>
  values
    .slice(0, 8)
    .map((value) => `"${plain(value, 30)}"`)
    .join(', ') + (values.length > 8 ? ` and ${values.length - 8} more` : '');

/** Who got the offer: true or false, null for rows of another group or without a value. */
function treatedOf(cells: readonly Cell[], flags: UpliftFlags): Result<(boolean | null)[], Problem> {
  const values = valuesOf(cells);
  const { treatedValue, controlValue } = flags;
  for (const [flag, value] of [
    ['--treated-value', treatedValue],
    ['--control-value', controlValue],
  ] as const)
    if (value !== undefined && !values.includes(value)) {
      const near = nearest(value, values);
      return wrong(
        `"${plain(flags.treated, 60)}" never has the value "${plain(value, 60)}" of ${flag}.`,
        `${near === undefined ? '' : `Did you mean "${plain(near, 60)}"? `}It has ${named(values)}.`,
      );
    }
  if (treatedValue !== undefined)
    return ok(
      cells.map((cell) => {
        if (isMissing(cell)) return null;
        const text = textOf(cell);
        if (text === treatedValue) return true;
        return controlValue === undefined || text === controlValue ? false : null;
      }),
    );
  if (values.some((value) => answer(value) === undefined))
    return wrong(
      `"${plain(flags.treated, 60)}" is not yes or no: it has ${named(values)}.`,
      'Say which value got the offer and which did not: --treated-value and --control-value.',
    );
  return ok(cells.map((cell) => (isMissing(cell) ? null : (answer(textOf(cell)) ?? null))));
}

/** What came of it: a yes or no, or an amount; null where it is missing. */
function outcomesOf(cells: readonly Cell[], flags: UpliftFlags): Result<(number | null)[], Problem> {
  const values = valuesOf(cells);
  const wanted = flags.outcomeValue;
  if (wanted !== undefined) {
    if (!values.includes(wanted))
      return wrong(
        `"${plain(flags.outcome, 60)}" never has the value "${plain(wanted, 60)}".`,
        `It has ${named(values)}.`,
      );
    return ok(cells.map((cell) => (isMissing(cell) ? null : Number(textOf(cell) === wanted))));
  }
  const asAnswers = values.every((value) => answer(value) !== undefined);
  const asNumbers = values.every((value) => Number.isFinite(Number(value)));
  if (!asAnswers && !asNumbers)
    return wrong(
      `"${plain(flags.outcome, 60)}" is neither yes or no nor a number: it has ${named(values)}.`,
      'Say which value is the outcome with --outcome-value.',
    );
  return ok(
    cells.map((cell) => {
      if (isMissing(cell)) return null;
      return asNumbers ? Number(cell) : Number(answer(textOf(cell)));
    }),
  );
}

interface Fields {
  readonly kept: readonly {
    readonly name: string;
    readonly value: (row: number) => string | number | boolean | null;
  }[];
  readonly refused: readonly { readonly column: string; readonly reason: string }[];
}

/** Above this share of distinct texts, a column names rows rather than kinds of customers. */
const mostLevels = 100;

/** What to do with one column: the field it makes, or why it makes none. */
function fieldOf(name: string, cells: readonly Cell[]): Fields['kept'][number] | string {
  const known = cells.filter((cell) => !isMissing(cell));
  const levels = new Set(known.map((cell) => textOf(cell)));
  if (levels.size < 2) return 'It is the same in every row.';
  if (known.every((cell) => Number.isFinite(Number(cell)))) {
    const whole = known.every((cell) => Number.isInteger(Number(cell)));
    if (whole && levels.size === known.length && known.length > 100)
      return 'It is a different whole number in every row: a number of the row, not of the customer.';
    return { name, value: (row) => (isMissing(cells[row]) ? null : Number(cells[row])) };
  }
  if (known.every((cell) => Number.isFinite(instantOf(cell))))
    return 'It is a date; give the days since then as a number, as known before the offer.';
  if (levels.size > mostLevels)
    return `It has ${levels.size.toLocaleString('en')} values; up to ${mostLevels} kinds can be compared.`;
  return { name, value: (row) => (isMissing(cells[row]) ? null : textOf(cells[row])) };
}

function fieldsOf(raw: RawTable, without: ReadonlyMap<string, string>): Fields {
  const kept: Fields['kept'][number][] = [];
  const refused: { column: string; reason: string }[] = [];
  for (const [c, name] of raw.names.entries()) {
    const given = without.get(name);
    if (given === '') continue;
    const made = given ?? fieldOf(name, raw.columns[c] ?? []);
    if (typeof made === 'string') refused.push({ column: name.slice(0, 200), reason: made });
    else kept.push(made);
  }
  return { kept, refused };
}

/** `aicrm uplift`: whom an offer changes, from a table of customers of whom some got it, or that nobody can tell. */
export async function upliftCommand(flags: UpliftFlags, io: Io): Promise<number> {
  const harm = await checkOutputs(io, [flags.out, flags.card, flags.model], [flags.table]);
  if (harm) return giveUp(io, flags, harm);
  const read = await readTable(pathOf(io, flags.table), flags);
  if (!read.ok) return giveUp(io, flags, read.error);
  const raw = read.value;
  const found = columnsBy(raw, title, {
    treated: { flag: '--treated', name: flags.treated },
    outcome: { flag: '--outcome', name: flags.outcome },
    propensity: { flag: '--propensity', name: flags.propensity },
  });
  if (!found.ok) return giveUp(io, flags, found.error);
  for (const name of flags.drop ?? [])
    if (!raw.names.includes(name)) return giveUp(io, flags, noColumn(title, name, raw.names, '--drop'));
  const treated = treatedOf(found.value.treated ?? [], flags);
  if (!treated.ok) return giveUp(io, flags, treated.error);
  const outcome = outcomesOf(found.value.outcome ?? [], flags);
  if (!outcome.ok) return giveUp(io, flags, outcome.error);
  const without = new Map([
    ...(flags.drop ?? []).map((name) => [name, 'It was left out with --drop.'] as const),
    ...[flags.treated, flags.outcome, flags.propensity].flatMap((name) =>
      name === undefined ? [] : [[name, ''] as const],
    ),
  ]);
  const { kept, refused } = fieldsOf(raw, without);
  const fieldsAt = (row: number) => Object.fromEntries(kept.map(({ name, value }) => [name, value(row)]));
  const rows: UpliftRow[] = [];
  let left = 0;
  for (let i = 0; i < raw.rows; i++) {
    const [who, what] = [treated.value[i], outcome.value[i]];
    if (who === null || who === undefined || what === null || what === undefined) {
      left++;
      continue;
    }
    const given = found.value.propensity?.[i];
    rows.push({
      treated: who,
      outcome: what,
      fields: fieldsAt(i),
      ...(isMissing(given) ? {} : { propensity: Number(given) }),
    });
  }
  io.err(
    `${counted(rows.length, 'customer')}, ${counted(kept.length, 'field')}; comparing learners on held-out folds\n`,
  );
  await io.sleep(0);
  const trained = trainUplift(rows, {
    treatment: flags.offer ?? flags.treatedValue ?? flags.treated,
    outcome: flags.outcomeValue === undefined ? flags.outcome : `${flags.outcome} ${flags.outcomeValue}`,
    now: io.now(),
    ...(flags.observed ? { assignment: 'observed' as const } : {}),
    ...(flags.seed === undefined ? {} : { seed: flags.seed }),
    ...(flags.synthetic === undefined ? {} : { synthetic: flags.synthetic }),
  });
  if (!trained.ok)
    return giveUp(
      io,
      flags,
      trained.error.action?.includes('ask for observed data')
        ? {
            ...trained.error,
            action:
              'Name a column with the probability of the offer (--propensity), use an offer that was drawn by lot, or say --observed. A field that was filled in after the offer also tells who got it: leave it out with --drop.',
          }
        : trained.error,
    );
  if (io.signal.aborted) return status.stopped;
  const { model, card } = trained.value;
  const reliable = card.verdict.state === 'reliable';
  let text = csvLine(['row', 'effect', 'reasons']);
  for (let i = 0; i < raw.rows; i++) {
    const one = predictUplift(model, fieldsAt(i));
    text += csvLine(
      one.state === 'effect'
        ? [
            String(i + 1),
            String(Number(one.effect.toPrecision(6))),
            one.reasons
              .slice(0, 3)
              .map((reason) => `${reason.label} ${String(reason.value ?? 'none')}`)
              .join('; '),
          ]
        : [String(i + 1), '', ''],
    );
  }
  const report = upliftReport(trained.value, { ...sourceOf(flags), refused });
  const written = await writeOutputs(io, [
    [flags.out, text],
    [flags.card, cardText(report)],
    [flags.model, writeUpliftModel(model)],
  ]);
  if (!written.ok) return giveUp(io, flags, written.error);
  const notes = [
    ...(left > 0 ? [`${counted(left, 'row')} of another group or without an outcome not learned from`] : []),
    ...(refused.length > 0
      ? [
          `${counted(refused.length, 'column')} left out: ${refused
            .slice(0, 6)
            .map(({ column }) => plain(column, 30))
            .join(', ')}`,
        ]
      : []),
    ...(reliable ? [] : ['no customer got a figure of their own: the column "effect" is empty']),
  ];
  for (const note of notes) io.err(`note: ${note}\n`);
  show(
    io,
    flags,
    {
      rows: card.rows,
      average: card.average,
      qini: card.qini,
      targets: card.targets,
      verdict: card.verdict,
      learners: card.learners,
      refused,
      notes,
      out: flags.out,
      ...(flags.card === undefined ? {} : { card: flags.card }),
      ...(flags.model === undefined ? {} : { model: flags.model }),
    },
    `${table([
      ['offered to the best', 'extra in 1,000', '95 % interval', 'as many by lot'],
      ...card.targets.map((one) => [
        `${(100 * one.share).toFixed(0)} %`,
        one.extraPer1000.toFixed(2),
        `${one.low.toFixed(2)} to ${one.high.toFixed(2)}`,
        one.byLotPer1000.toFixed(2),
      ]),
    ])}\n${plain(card.verdict.reason, 600)}\n${counted(raw.rows, 'row')} in ${flags.out}${writtenCard(flags.card)}\n`,
  );
  return status.done;
}
