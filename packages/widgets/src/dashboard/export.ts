import { type CsvRow, csvOf } from '@aicrm/client/overview/csv';
import { heaviest } from '@aicrm/client/overview/overview';
import { figuresOf } from './figures.js';
import type { DashboardView } from './view.js';

/** What is shown, as rows: part, name, measure, value, unit. */
export function exportRows(view: DashboardView): CsvRow[] {
  const { words, overview, segments, messages, cards, model, rows } = view;
  const out: CsvRow[] = [['part', 'name', 'measure', 'value', 'unit']];
  for (const [name, value] of Object.entries(view.filter))
    if (value !== null)
      out.push([
        'filter',
        name,
        name === 'since' ? new Date(Number(value)).toISOString() : String(value),
        null,
        '',
      ]);
  for (const { label, value, unit, lines } of figuresOf(view))
    out.push([words.figures, label, lines.join(' '), value, unit]);
  const currency = overview?.pipeline?.currency ?? '';
  for (const { name, count } of overview?.leads ?? [])
    out.push([words.leadFunnel, name, words.stageHeads[1], count, '']);
  for (const { name, count, amount } of overview?.stages ?? []) {
    out.push([words.dealFunnel, name, words.stageHeads[1], count, '']);
    if (amount !== null) out.push([words.dealFunnel, name, 'amount', amount, currency]);
  }
  const [, , chance, expected, weight] = words.churnHeads;
  const money = view.value.state === 'ready' ? view.value.value.currency : '';
  for (const { customer, churn, weight: at } of heaviest(overview?.risk?.list ?? [], rows)) {
    const name = customer.name ?? customer.id;
    out.push([words.churn, name, chance, churn, '']);
    if (customer.worth !== null)
      out.push([words.churn, name, expected, customer.worth, money], [words.churn, name, weight, at, money]);
  }
  if (messages.state === 'ready')
    for (const { id, counts } of messages.value.aspects)
      for (const tone of ['negative', 'neutral', 'positive'] as const)
        out.push([words.aspects, view.aspectName(id), words.tones[tone], counts[tone], '']);
  if (segments.state === 'ready')
    for (const { name, customers, share, valueShare } of segments.value.segments)
      out.push(
        [words.filter.segment, name, 'customers', customers, ''],
        [words.filter.segment, name, 'share of customers', share, ''],
        [words.filter.segment, name, 'share of value', valueShare, ''],
      );
  const card = cards?.find(({ name }) => name === model) ?? cards?.[0];
  for (const { label, importance } of card?.features ?? [])
    out.push([words.reasons, label, words.reasonHeads[1], importance, '']);
  return out;
}

/** A frame without an origin may hold no file of ours; what it shows is copied instead. */
export const canDownload = (): boolean =>
  typeof globalThis.origin === 'string' && globalThis.origin !== 'null';

/** Hands the rows to the browser as a file made in the page, or to the clipboard. Never rejects. */
export async function handOver(
  rows: readonly CsvRow[],
  name: string,
): Promise<'exported' | 'copied' | 'failed'> {
  const text = csvOf(rows);
  if (canDownload())
    try {
      const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
      const link = document.createElement('a');
      link.href = url;
      link.download = name;
      link.click();
      // The browser reads the file after this turn.
      setTimeout(() => URL.revokeObjectURL(url), 10_000);
      return 'exported';
    } catch {
      // A policy of the host's may forbid it.
    }
  try {
    await navigator.clipboard.writeText(text);
    return 'copied';
  } catch {
    return 'failed';
  }
}
