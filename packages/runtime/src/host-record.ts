import type { FeatureSpec, ModelMeta } from '@aicrm/schema/model';
import type { RecordView, Scalar } from '@aicrm/schema/view';

/** A field of a page may hold a whole letter; no level or number is longer than this. */
const LONGEST_TEXT = 2000;

/** A host's value as a scalar; `undefined` (not supplied) for what cannot be one. */
function scalar(value: unknown): Scalar | undefined {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string') return value.slice(0, LONGEST_TEXT);
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString();
  return undefined;
}

/** A host's object may be a proxy or have getters that throw; that is "not supplied" too. */
function readHost(record: Record<string, unknown>, key: string): Scalar | undefined {
  try {
    return scalar(record[key]);
  } catch {
    return undefined;
  }
}

/** What is looked for in a host's record: of a model's meta only this is read. */
export interface HostPaths extends Pick<ModelMeta, 'recordType' | 'hostFields'> {
  readonly features: readonly { readonly spec: Pick<FeatureSpec, 'from'> }[];
}

/**
 * The view of a record that a host page hands over, laid over a stored view where there is one. Looks only for names
 * that the model reads: the path itself (`facts.orders.count`), then names that `meta.hostFields` maps to it, then the
 * path without its first part (`orders.count`); the first that holds a usable value wins. Anything else in the record
 * is neither read nor kept. Dates become instants.
 *
 * @param now Epoch milliseconds; the `viewAt` of a record that has no stored view.
 */
export function viewFromHost(
  meta: HostPaths,
  record: Record<string, unknown>,
  base?: RecordView,
  now: number = Date.now(),
): RecordView {
  const bags = { fields: { ...base?.fields }, facts: { ...base?.facts } };
  const host: Record<string, unknown> = Object(record);
  const mapped = Object.entries(meta.hostFields);
  for (const { spec } of meta.features) {
    const dot = spec.from.indexOf('.');
    const tail = spec.from.slice(dot + 1);
    const names = mapped.filter(([, path]) => path === spec.from).map(([name]) => name);
    for (const name of [spec.from, ...names, tail]) {
      const value = readHost(host, name);
      if (value === undefined) continue;
      bags[spec.from.startsWith('facts.') ? 'facts' : 'fields'][tail] = value;
      break;
    }
  }
  const id = readHost(host, 'id');
  return {
    id: base?.id ?? (id === undefined || id === null ? '' : String(id)),
    type: base?.type ?? meta.recordType,
    seq: base?.seq ?? 0,
    viewAt: base?.viewAt ?? new Date(now).toISOString(),
    ...bags,
  };
}
