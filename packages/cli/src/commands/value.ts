import { csvLine } from '@aicrm/connectors/csv/write-csv';
import { minorPerMajor } from '@aicrm/models/lead-score/history';
import { valueReport } from '@aicrm/models/value/card-report';
import { type Customer, customersAt, dayMs, purchasesOf } from '@aicrm/models/value/customers';
import { type ValueModel, writeValueModel } from '@aicrm/models/value/model-file';
import { inputsOf, trainValue } from '@aicrm/models/value/train';
import { predictValue, valueFigures } from '@aicrm/models/value/value';
import type { Io } from '../io.js';
import { counted, plain, table } from '../print.js';
import { type OrderFlags, readOrders } from '../table/orders.js';
import { checkOutputs, writeOutputs } from '../table/output.js';
import { type CardSourceFlags, cardText, otherColumns, sourceOf, writtenCard } from './card-file.js';
import { giveUp, show, status } from './context.js';

export interface ValueFlags extends OrderFlags, CardSourceFlags {
  readonly horizonDays?: number;
  readonly ranges?: boolean;
  readonly model?: string;
  readonly out: string;
}

const title = 'The value of customers cannot be told';
/** A range is drawn in two milliseconds; of more customers than this, only where it is asked for. */
const mostRanges = 10_000;

const figure = (value: number): string => String(Number(value.toPrecision(6)));

/** A line a customer: expected purchases and spend with their ranges, and whether they are still a customer. */
function lineOf(model: ValueModel, customer: Customer, ranges: boolean): readonly string[] {
  const inputs = inputsOf(customer);
  const perMajor = minorPerMajor(model.currency);
  if (!ranges) {
    const one = valueFigures(model, inputs);
    if ('state' in one) return ['', '', '', one.detail];
    const amount = model.spend === null ? '' : (one.amount / perMajor).toFixed(2);
    return [amount, figure(one.alive), figure(one.churn), ''];
  }
  const one = predictValue(model, inputs);
  if (one.state !== 'value') return ['', '', '', '', '', '', '', '', one.detail];
  const money = (value: { readonly minor: number } | undefined): string =>
    value === undefined ? '' : (value.minor / perMajor).toFixed(2);
  return [
    money(one.worth?.value),
    money(one.worth?.low),
    money(one.worth?.high),
    figure(one.purchases.value),
    figure(one.purchases.low),
    figure(one.purchases.high),
    figure(one.alive),
    figure(one.churn),
    '',
  ];
}

/** `aicrm value`: what each customer of a table of orders will buy and spend, judged on the days held out. */
export async function valueCommand(flags: ValueFlags, io: Io): Promise<number> {
  const harm = await checkOutputs(io, [flags.out, flags.card, flags.model], [flags.table]);
  if (harm) return giveUp(io, flags, harm);
  const read = await readOrders(flags, io, title);
  if (!read.ok) return giveUp(io, flags, read.error);
  const { orders, now, raw } = read.value;
  io.err(`${counted(orders.length, 'order')}; fitting and judging two models of purchases\n`);
  const trained = trainValue(orders, {
    now,
    ...(flags.horizonDays === undefined ? {} : { horizonDays: flags.horizonDays }),
    ...(flags.currency === undefined ? {} : { currency: flags.currency }),
    ...(flags.synthetic === undefined ? {} : { synthetic: flags.synthetic }),
  });
  if (!trained.ok) return giveUp(io, flags, trained.error);
  if (io.signal.aborted) return status.stopped;
  const { model, card } = trained.value;
  const purchases = purchasesOf(orders, now, flags.currency);
  const known = new Map(
    customersAt(purchases, Math.floor(now / dayMs) - 1).map((customer) => [customer.id, customer]),
  );
  const ranges = flags.ranges ?? purchases.byCustomer.size <= mostRanges;
  const header = ranges
    ? [
        'value',
        'value_lo80',
        'value_hi80',
        'purchases',
        'purchases_lo80',
        'purchases_hi80',
        'alive',
        'churn',
        'note',
      ]
    : ['value', 'alive', 'churn', 'note'];
  let text = csvLine(['customer', ...header]);
  let [total, fresh, n] = [0, 0, 0];
  const late = 'First bought on the last day: nothing is known yet.';
  for (const id of purchases.byCustomer.keys()) {
    const customer = known.get(id);
    if (customer === undefined) {
      fresh++;
      text += csvLine([id, ...header.slice(1).map(() => ''), late]);
      continue;
    }
    const line = lineOf(model, customer, ranges);
    total += Number(line[0]) || 0;
    text += csvLine([id, ...line]);
    // Gives Ctrl-C a chance to be heard.
    if (++n % 500 === 0) await io.sleep(0);
    if (io.signal.aborted) return status.stopped;
  }
  const report = valueReport(card, {
    ...sourceOf(flags),
    refused: otherColumns(raw, [flags.customer, flags.time, flags.amount]),
  });
  const written = await writeOutputs(io, [
    [flags.out, text],
    [flags.card, cardText(report)],
    [flags.model, writeValueModel(model)],
  ]);
  if (!written.ok) return giveUp(io, flags, written.error);
  const notes = [
    ...read.value.notes,
    ...(flags.amount === undefined ? ['no --amount: purchases are told, and no value'] : []),
    ...(fresh > 0 ? [`${counted(fresh, 'customer')} first bought on the last day and got no figure`] : []),
    ...(ranges ? [] : [`ranges are left out for more than ${mostRanges} customers; --ranges makes them`]),
  ];
  for (const note of notes) io.err(`note: ${note}\n`);
  const judged = card.backtests.map((one) => [
    one.kind === 'pareto-nbd' ? 'Pareto/NBD' : 'BG/NBD',
    one.total.predicted.toFixed(0),
    String(one.total.actual),
    `${one.total.errorPercent > 0 ? '+' : ''}${one.total.errorPercent.toFixed(1)} %`,
    one.correlation.value.toFixed(2),
    `${(100 * one.covered).toFixed(1)} %`,
  ]);
  const sum =
    model.spend === null
      ? ''
      : `${model.currency === 'XXX' ? '' : `${model.currency} `}${Math.round(total).toLocaleString('en')} expected from all in ${model.horizonDays} days\n`;
  show(
    io,
    flags,
    {
      customers: purchases.byCustomer.size,
      horizonDays: model.horizonDays,
      currency: model.currency,
      expected: model.spend === null ? null : total,
      backtests: card.backtests,
      verdict: card.verdict,
      limits: card.limits,
      notes,
      out: flags.out,
      ...(flags.card === undefined ? {} : { card: flags.card }),
      ...(flags.model === undefined ? {} : { model: flags.model }),
    },
    `${judged.length === 0 ? '' : `${table([['model', 'predicted', 'happened', 'error', 'correlation', 'in 80 % range'], ...judged])}\n`}${card.verdict.publish ? 'may be used' : 'should not be used'}: ${plain(card.verdict.reason, 600)}\n${sum}${counted(purchases.byCustomer.size, 'customer')} in ${flags.out}${writtenCard(flags.card)}\n`,
  );
  return status.done;
}
