import { csvLine } from '@aicrm/connectors/csv/write-csv';
import { predictChurn } from '@aicrm/models/churn/churn';
import { indexChurn } from '@aicrm/models/churn/history';
import { predictPurchaseChurn } from '@aicrm/models/churn/purchase-churn';
import { trainChurn } from '@aicrm/models/churn/train';
import { churnViewAt } from '@aicrm/models/churn/view';
import { valueReport } from '@aicrm/models/value/card-report';
import { customersAt, dayMs, purchasesOf } from '@aicrm/models/value/customers';
import { inputsOf, trainValue } from '@aicrm/models/value/train';
import { readArtefact } from '@aicrm/runtime/artefact';
import type { Io } from '../io.js';
import { counted, plain, table } from '../print.js';
import { readContracts } from '../table/contracts.js';
import { type OrderFlags, readOrders } from '../table/orders.js';
import { checkOutputs, writeOutputs } from '../table/output.js';
import { type CardSourceFlags, cardText, otherColumns, sourceOf, writtenCard } from './card-file.js';
import { giveUp, show, status } from './context.js';
import { cardText as modelCardText, type TableFlags } from './table-train.js';

export interface ContractFlags extends TableFlags {
  readonly table: string;
  readonly contract: string;
  readonly start: string;
  readonly end: string;
  readonly plan?: string;
  readonly fee?: string;
  readonly fields?: readonly string[];
  readonly usage?: string;
  readonly usageContract?: string;
  readonly usageTime?: string;
  readonly asOf?: string;
  readonly currency?: string;
}

export interface ChurnFlags extends TableFlags, CardSourceFlags {
  readonly table: string;
  readonly contract?: string;
  readonly start?: string;
  readonly end?: string;
  readonly customer?: string;
  readonly time?: string;
  readonly amount?: string;
  readonly plan?: string;
  readonly fee?: string;
  readonly fields?: readonly string[];
  readonly usage?: string;
  readonly usageContract?: string;
  readonly usageTime?: string;
  readonly asOf?: string;
  readonly currency?: string;
  readonly horizonDays?: number;
  readonly model?: string;
  readonly out: string;
}

const title = 'Churn cannot be told';
const figure = (value: number): string => String(Number(value.toPrecision(6)));
const shown = (value: unknown): string => (value === null || value === undefined ? 'none' : String(value));

/** The three strongest reasons in one cell: "Days since last purchase 200 (+1.3)". */
const reasonsText = (
  reasons: readonly { readonly label: string; readonly value?: unknown; readonly contribution: number }[],
): string =>
  reasons
    .slice(0, 3)
    .map(
      ({ label, value, contribution }) =>
        `${label} ${shown(value)} (${contribution >= 0 ? '+' : '−'}${Math.abs(contribution).toFixed(2)})`,
    )
    .join('; ');

/** `aicrm churn`: who will leave. With --contract from contracts and their use, else from purchases. */
export async function churnCommand(flags: ChurnFlags, io: Io): Promise<number> {
  const { contract, start, end, customer, time } = flags;
  if (contract !== undefined) {
    if (start !== undefined && end !== undefined)
      return contractChurn({ ...flags, contract, start, end }, io);
    io.err('error: --contract needs --start and --end, the columns of when it began and when it ended\n');
    return status.usage;
  }
  if (customer !== undefined && time !== undefined) return purchaseChurn({ ...flags, customer, time }, io);
  io.err(
    'error: name either --contract, --start and --end (a row a contract), or --customer and --time (a row an order)\n',
  );
  return status.usage;
}

async function purchaseChurn(flags: ChurnFlags & OrderFlags, io: Io): Promise<number> {
  const harm = await checkOutputs(io, [flags.out, flags.card], [flags.table]);
  if (harm) return giveUp(io, flags, harm);
  if (flags.model !== undefined) {
    io.err('error: --model is for contracts; "aicrm value --model" writes the model of purchases\n');
    return status.usage;
  }
  const read = await readOrders(flags, io, title);
  if (!read.ok) return giveUp(io, flags, read.error);
  const { orders, now, raw, notes } = read.value;
  io.err(`${counted(orders.length, 'order')}; fitting and judging two models of purchases\n`);
  const trained = trainValue(orders, {
    now,
    ...(flags.horizonDays === undefined ? {} : { horizonDays: flags.horizonDays }),
  });
  if (!trained.ok) return giveUp(io, flags, trained.error);
  const { model, card } = trained.value;
  const rows = customersAt(purchasesOf(orders, now, flags.currency), Math.floor(now / dayMs) - 1).flatMap(
    (one) => {
      const found = predictPurchaseChurn(model, inputsOf(one));
      return found.state === 'churn' ? [{ id: one.id, found }] : [];
    },
  );
  rows.sort((a, b) => b.found.probability - a.found.probability || (a.id < b.id ? -1 : 1));
  const text = rows.map(({ id, found }) =>
    csvLine([id, figure(found.probability), figure(found.base), reasonsText(found.reasons)]),
  );
  const report = valueReport(card, {
    ...sourceOf(flags),
    refused: otherColumns(raw, [flags.customer, flags.time, flags.amount]),
  });
  const written = await writeOutputs(io, [
    [flags.out, csvLine(['customer', 'churn', 'base', 'reasons']) + text.join('')],
    [flags.card, cardText(report)],
  ]);
  if (!written.ok) return giveUp(io, flags, written.error);
  for (const note of notes) io.err(`note: ${note}\n`);
  const groups = card.backtests[0]?.churn ?? [];
  show(
    io,
    flags,
    {
      basis: 'purchases',
      customers: rows.length,
      horizonDays: model.horizonDays,
      judged: groups,
      verdict: card.verdict,
      notes,
      out: flags.out,
      ...(flags.card === undefined ? {} : { card: flags.card }),
    },
    `${
      groups.length === 0
        ? ''
        : `${table([
            ['held out, by predicted churn', 'customers', 'predicted', 'bought nothing'],
            ...groups.map((one) => [
              one.name,
              String(one.customers),
              `${(100 * one.predicted).toFixed(1)} %`,
              `${(100 * one.actual).toFixed(1)} %`,
            ]),
          ])}\n`
    }${card.verdict.publish ? 'may be used' : 'should not be used'}: ${plain(card.verdict.reason, 600)}\nchurn: no purchase within ${model.horizonDays} days; ${counted(rows.length, 'customer')}, the likeliest first, in ${flags.out}${writtenCard(flags.card)}\n`,
  );
  return status.done;
}

async function contractChurn(flags: ChurnFlags & ContractFlags, io: Io): Promise<number> {
  const reads = [flags.table, ...(flags.usage === undefined ? [] : [flags.usage])];
  const harm = await checkOutputs(io, [flags.out, flags.card, flags.model], reads);
  if (harm) return giveUp(io, flags, harm);
  const read = await readContracts(flags, io, title);
  if (!read.ok) return giveUp(io, flags, read.error);
  const { history, now, notes } = read.value;
  io.err(`${counted(history.contracts.length, 'contract')}; training\n`);
  const trained = await trainChurn(
    history,
    {
      now,
      dataLicence: flags.dataLicence ?? 'not stated (--data-licence states it)',
      ...(flags.horizonDays === undefined ? {} : { horizonDays: flags.horizonDays }),
      ...(flags.synthetic === undefined ? {} : { synthetic: flags.synthetic }),
    },
    async () => {
      await io.sleep(0);
    },
  );
  if (!trained.ok) return giveUp(io, flags, trained.error);
  if (io.signal.aborted) return status.stopped;
  const { card, bytes } = trained.value;
  const artefact = readArtefact(bytes, card.sha256 ?? '');
  if (!artefact.ok) throw new Error(`the model just made cannot be read: ${artefact.error.detail}`);
  const index = indexChurn(history);
  const rows: { id: string; churn: number | null; base: number | null; reasons: string; changes: string }[] =
    [];
  for (const [id, entry] of index.contracts) {
    if (entry.endedAt <= now || entry.startedAt > now) continue;
    const view = churnViewAt(index, id, now);
    if (view === undefined) continue;
    const found = predictChurn({ contract: { artefact: artefact.value, view } }, now);
    if (found.state !== 'churn')
      rows.push({ id, churn: null, base: null, reasons: found.detail, changes: '' });
    else
      rows.push({
        id,
        churn: found.probability,
        base: found.base,
        reasons: reasonsText(found.reasons),
        changes: found.changes
          .slice(0, 1)
          .map((one) => `${one.label}: ${shown(one.to)} → ${(100 * one.probability).toFixed(0)} %`)
          .join(''),
      });
  }
  rows.sort((a, b) => (b.churn ?? -1) - (a.churn ?? -1) || (a.id < b.id ? -1 : 1));
  const lines = rows.map(({ id, churn, base, reasons, changes }) =>
    csvLine([id, churn === null ? '' : figure(churn), base === null ? '' : figure(base), reasons, changes]),
  );
  const written = await writeOutputs(io, [
    [flags.out, csvLine(['contract', 'churn', 'base', 'reasons', 'lowered_by']) + lines.join('')],
    [flags.card, `${JSON.stringify(card, null, 2)}\n`],
    [flags.model, bytes],
  ]);
  if (!written.ok) return giveUp(io, flags, written.error);
  for (const note of notes) io.err(`note: ${note}\n`);
  show(
    io,
    flags,
    {
      basis: 'contract',
      contracts: rows.length,
      horizonDays: card.meta.horizonDays,
      evaluation: card.evaluation,
      verdict: card.verdict,
      notes,
      out: flags.out,
      ...(flags.card === undefined ? {} : { card: flags.card }),
      ...(flags.model === undefined ? {} : { model: flags.model }),
    },
    `${modelCardText(card, card.leaks.length)}\n${counted(rows.length, 'running contract')}, the likeliest to end first, in ${flags.out}${writtenCard(flags.card)}\n`,
  );
  return status.done;
}
