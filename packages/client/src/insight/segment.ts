import { placeCustomer } from '@aicrm/models/segments/file';
import type { AnalysisFile } from '@aicrm/schema/analysis';
import { missing, ready } from './part.js';
import type { Part, Purchases, SegmentInsight } from './types.js';

/** A customer's segment by the tenant's rules and the bounds of all its customers. */
export function segmentInsight(file: AnalysisFile<'segments'>, purchases: Purchases): Part<SegmentInsight> {
  const { gapDays, repeats, spent } = purchases;
  // Where the business knows amounts, a customer without any cannot be placed among those with.
  if (spent === null && new Set(file.money).size > 1) return missing('no-amounts');
  const placed = placeCustomer(file, { recencyDays: gapDays, frequency: repeats + 1, money: spent ?? 0 });
  if (placed === null) return missing('not-computed');
  const { segment, recency, frequency, money, parts } = placed;
  const summary = file.segments.find(({ id }) => id === segment.id);
  return ready({
    id: segment.id,
    name: segment.name,
    advice: segment.advice,
    ...{ recency, frequency, money, parts },
    size: summary === undefined ? null : { customers: summary.customers, share: summary.share },
  });
}
