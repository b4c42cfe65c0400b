import type { SegmentsFile } from '@aicrm/schema/analysis';
import type { DataState } from '../internal/data-controller.js';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

type Segment = SegmentsFile['segments'][number];

function readOne(value: unknown): Segment | undefined {
  if (!isObject(value)) return undefined;
  const { id, name, advice, customers, share, valueShare, apart } = value;
  if (typeof id !== 'string' || typeof name !== 'string') return undefined;
  if (!isNumber(customers) || !isNumber(share) || !isNumber(valueShare)) return undefined;
  const sentences = Array.isArray(apart) ? (apart as readonly unknown[]) : [];
  return {
    ...{ id, name, customers, share, valueShare, advice: text(advice), median: {} },
    apart: sentences.flatMap((one) =>
      isObject(one) && typeof one.sentence === 'string'
        ? [{ measure: text(one.measure), sentence: one.sentence }]
        : [],
    ),
  };
}

/** What a host handed over, as far as the card shows it; anything else is a state of error, never an exception. */
export function readSegments(value: unknown): DataState<SegmentsFile> {
  const refuse = (detail: string): DataState<SegmentsFile> => ({
    state: 'error',
    problem: { kind: 'bad-data', title: 'not-segments', status: 0, detail },
  });
  try {
    if (!isObject(value) || value.kind !== 'segments' || !Array.isArray(value.segments))
      return refuse('Its kind is not "segments".');
    const segments: Segment[] = [];
    for (const [i, one] of (value.segments as readonly unknown[]).entries()) {
      const segment = readOne(one);
      if (!segment) return refuse(`segments.${i}: id, name, customers, share and valueShare are needed.`);
      segments.push(segment);
    }
    const notes = Array.isArray(value.notes) ? (value.notes as readonly unknown[]) : [];
    const computedAt = text(value.computedAt);
    const file: SegmentsFile = {
      ...{ schema: 1, kind: 'segments', computedAt, currency: text(value.currency), segments },
      customers: isNumber(value.customers)
        ? value.customers
        : segments.reduce((sum, { customers }) => sum + customers, 0),
      ...{ recencyDays: [], frequency: [], money: [], rules: null, notes: notes.map(text) },
    };
    return { state: 'ready', value: file, freshness: 'live', dataAt: computedAt };
  } catch (error) {
    // A getter or a proxy of the host's may throw.
    return refuse(String(error));
  }
}
