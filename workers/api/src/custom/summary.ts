import type { CustomModelRequest } from '@aicrm/schema/custom-model';
import type { CustomModelSummary } from '@aicrm/schema/wire';
import type { CustomVersion } from '../db/custom-models.js';
import type { TenantScope } from '../db/scope.js';
import { isChanceCard } from './card-kinds.js';

function summaryOf(versions: readonly CustomVersion[]): CustomModelSummary | null {
  const [newest] = versions;
  if (newest === undefined) return null;
  const { target, table } = newest.question as CustomModelRequest;
  return {
    name: newest.model,
    label: newest.model,
    recordType: 'row',
    current: versions.find(({ status }) => status === 'published')?.version ?? null,
    versions: versions.flatMap(({ version, sha256, bytes, status, createdAt, card }) =>
      isChanceCard(card) ? [{ version, sha256, bytes, status, createdAt, card }] : [],
    ),
    custom: {
      kind: newest.kind,
      target,
      from: 'records' in table ? 'records' : 'upload',
      otherVersions: versions.flatMap(({ version, sha256, bytes, status, createdAt, kind, card }) =>
        isChanceCard(card) ? [] : [{ version, sha256, bytes, status, createdAt, kind, card }],
      ),
    },
  };
}

/** The custom models as a registry shows them, by name; or one of them, null where there is none of that name. */
export async function customSummaries(scope: TenantScope): Promise<CustomModelSummary[]> {
  const byName = new Map<string, CustomVersion[]>();
  for (const version of await scope.customModels.versions()) {
    const own = byName.get(version.model);
    if (own) own.push(version);
    else byName.set(version.model, [version]);
  }
  return [...byName.keys()].sort().flatMap((name) => summaryOf(byName.get(name) ?? []) ?? []);
}

export const customSummary = async (scope: TenantScope, name: string): Promise<CustomModelSummary | null> =>
  summaryOf(await scope.customModels.versions(name));
