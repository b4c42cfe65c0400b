import { csvLine } from '@aicrm/connectors/csv/write-csv';
import { isMissing, textOf } from '@aicrm/models/custom/raw-table';
import { nextProductReport } from '@aicrm/models/next-product/card-report';
import { writeNextProductModel } from '@aicrm/models/next-product/model-file';
import { nextProducts } from '@aicrm/models/next-product/next-product';
import { type PurchaseRow, trainNextProduct } from '@aicrm/models/next-product/train';
import { problem } from '@aicrm/schema/problem';
import type { Io } from '../io.js';
import { counted, plain, table } from '../print.js';
import { columnsBy } from '../table/columns.js';
import { type OrderFlags, readOrders } from '../table/orders.js';
import { checkOutputs, writeOutputs } from '../table/output.js';
import { type CardSourceFlags, cardText, otherColumns, sourceOf, writtenCard } from './card-file.js';
import { giveUp, show, status } from './context.js';

export interface NextProductFlags extends OrderFlags, CardSourceFlags {
  readonly item: string;
  readonly label?: string;
  readonly horizonDays?: number;
  readonly k: number;
  readonly want?: 'any' | 'new';
  readonly seed?: number;
  readonly model?: string;
  readonly out: string;
}

const title = 'What is bought next cannot be told';
const figure = (value: number): string => String(Number(value.toPrecision(6)));
const share = (value: number): string => `${(100 * value).toFixed(1)} %`;

/** `aicrm next-product`: for each customer of a table of order lines, what they are likely to buy next and because of what. */
export async function nextProductCommand(flags: NextProductFlags, io: Io): Promise<number> {
  const { k, want = 'any' } = flags;
  if (!(k >= 1 && k <= 100))
    return giveUp(
      io,
      flags,
      problem('bad-data', title, `--k is ${k}.`, { action: 'Give how many suggestions, 1 to 100.' }),
    );
  const harm = await checkOutputs(io, [flags.out, flags.card, flags.model], [flags.table]);
  if (harm) return giveUp(io, flags, harm);
  const read = await readOrders(flags, io, title);
  if (!read.ok) return giveUp(io, flags, read.error);
  const { raw, lines, now } = read.value;
  const found = columnsBy(raw, title, {
    item: { flag: '--item', name: flags.item },
    label: { flag: '--label', name: flags.label },
  });
  if (!found.ok) return giveUp(io, flags, found.error);
  const labels = new Map<string, string>();
  const rows: PurchaseRow[] = [];
  let nameless = 0;
  for (const { customer, at, row } of lines) {
    const cell = found.value.item?.[row];
    if (isMissing(cell)) {
      nameless++;
      continue;
    }
    const item = textOf(cell).slice(0, 200);
    const words = found.value.label?.[row];
    if (!isMissing(words)) labels.set(item, textOf(words).slice(0, 200));
    rows.push({ customer, item, at });
  }
  const notes = [
    ...read.value.notes,
    ...(nameless > 0 ? [`${counted(nameless, 'row')} without an item left out`] : []),
  ];
  io.err(`${counted(rows.length, 'line')}; learning and judging on what was bought last\n`);
  const trained = trainNextProduct(rows, {
    now,
    labels,
    ...(flags.horizonDays === undefined ? {} : { horizonDays: flags.horizonDays }),
    ...(flags.seed === undefined ? {} : { seed: flags.seed }),
    ...(flags.synthetic === undefined ? {} : { synthetic: flags.synthetic }),
  });
  if (!trained.ok) return giveUp(io, flags, trained.error);
  if (io.signal.aborted) return status.stopped;
  const { model, card } = trained.value;
  const bought = new Map<string, { item: string; at: number }[]>();
  for (const { customer, item, at } of rows) {
    const own = bought.get(customer);
    if (own) own.push({ item, at });
    else bought.set(customer, [{ item, at }]);
  }
  let text = csvLine(['customer', 'rank', 'item', 'label', 'probability', 'because']);
  let n = 0;
  for (const [customer, own] of [...bought].sort(([a], [b]) => (a < b ? -1 : 1))) {
    for (const [i, one] of nextProducts(model, own, { k, want, at: now }).products.entries())
      text += csvLine([
        customer,
        String(i + 1),
        one.item,
        one.label,
        one.probability === null ? '' : figure(one.probability),
        one.because.map(({ label }) => label).join('; '),
      ]);
    if (++n % 500 === 0) await io.sleep(0);
    if (io.signal.aborted) return status.stopped;
  }
  const named = [flags.customer, flags.time, flags.item, flags.label];
  const report = nextProductReport(trained.value, { ...sourceOf(flags), refused: otherColumns(raw, named) });
  const written = await writeOutputs(io, [
    [flags.out, text],
    [flags.card, cardText(report)],
    [flags.model, writeNextProductModel(model)],
  ]);
  if (!written.ok) return giveUp(io, flags, written.error);
  for (const note of notes) io.err(`note: ${note}\n`);
  const judged = (['any', 'new'] as const).map((one) => {
    const { holdout, by } = card[one];
    return [
      one === 'any' ? 'any item' : 'never bought',
      `${share(holdout.recall)} (popular ${share(holdout.popularityRecall)})`,
      `${holdout.ndcg.toFixed(3)} (popular ${holdout.popularityNdcg.toFixed(3)})`,
      by,
    ];
  });
  show(
    io,
    flags,
    {
      customers: bought.size,
      items: card.items,
      horizonDays: card.horizonDays,
      any: card.any.holdout,
      new: card.new.holdout,
      by: card[want].by,
      verdict: card[want].reason,
      limits: card.limits,
      notes,
      out: flags.out,
      ...(flags.card === undefined ? {} : { card: flags.card }),
      ...(flags.model === undefined ? {} : { model: flags.model }),
    },
    `${table([['suggestions', 'recall@10', 'NDCG@10', 'ranked by'], ...judged])}\n${plain(card[want].reason, 600)}\n${counted(bought.size, 'customer')}, ${k} suggestions each, in ${flags.out}${writtenCard(flags.card)}\n`,
  );
  return status.done;
}
