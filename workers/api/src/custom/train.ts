import type { RawTable } from '@aicrm/models/custom/raw-table';
import { trainCustom } from '@aicrm/models/custom/train';
import { CustomModelRequest } from '@aicrm/schema/custom-model';
import type { Problem } from '@aicrm/schema/problem';
import { must, type Result } from '@aicrm/schema/result';
import type { JobState } from '@aicrm/schema/wire';
import * as z from 'zod/mini';
import type { CustomVersion } from '../db/custom-models.js';
import { instantOf } from '../dependencies.js';
import { ProblemError } from '../http/problem-error.js';
import { cardTerms } from '../jobs/data-terms.js';
import type { Job } from '../jobs/job.js';
import { recordsTable, uploadedTable } from './load-table.js';
import { removeUpload } from './parts.js';

/** What the job of a custom model holds. Rows that came with the request lie in an upload, since a row of the database holds 2 MB. */
export const CustomPayload = z.object({
  custom: CustomModelRequest,
  /** The upload was made for this job alone and ends with it. */
  ownUpload: z.optional(z.string()),
});
export type CustomPayload = z.infer<typeof CustomPayload>;

export const isCustomPayload = (payload: unknown): boolean =>
  typeof payload === 'object' && payload !== null && 'custom' in payload;

/** Trains a custom model and, however it ends for good, removes the rows that came with the request. */
export async function trainCustomModel(job: Job): Promise<JobState['result']> {
  const { custom, ownUpload } = CustomPayload.parse(job.payload);
  const release = async (): Promise<void> => {
    if (ownUpload !== undefined) await removeUpload(job.deps, job.scope, ownUpload);
  };
  try {
    const result = await register(job, custom);
    await release();
    return result;
  } catch (error) {
    // A problem ends the job; after anything else it is tried again and needs its rows.
    if (error instanceof ProblemError) await release();
    throw error;
  }
}

/**
 * Trains by the trainer of the command line, leak check and gate included, and registers what came out:
 * published where the gate says so, else refused with its card. A problem of the table is the job's answer.
 */
async function register(
  { deps, scope, id, report }: Job,
  request: CustomModelRequest,
): Promise<JobState['result']> {
  const { name, table } = request;
  const earlier = await scope.customModels.byJob(id);
  if (earlier !== null) return resultOf(earlier);

  await report(0, 'reading the rows');
  const read = await rowsOf({ deps, scope }, request);
  if (!read.ok) throw new ProblemError(read.error);
  const count = (await scope.customModels.versions(name)).length;
  const trained = await trainCustom(
    read.value,
    { ...questionOf(request), ...(await termsOf(scope, request)), now: deps.now(), version: `v${count + 1}` },
    // The last tenth is the store's and the registry's.
    (share, step) => report(0.05 + 0.85 * share, step),
  );
  if (!trained.ok) throw new ProblemError(trained.error);

  await report(0.95, 'storing the model');
  const { kind, card, bytes, sha256 } = trained.value;
  await deps.artefacts.put(scope.tenant, sha256, bytes);
  await scope.customModels.add(
    {
      model: name,
      version: card.version,
      kind,
      sha256,
      bytes: bytes.length,
      card,
      // The gate has no published model to compare with: each version may be of other columns or another target.
      status: card.verdict.publish ? 'published' : 'refused',
      jobId: id,
      horizonDays: request.horizonDays ?? 0,
      question: { ...request, table: 'records' in table ? table : { upload: '' } },
    },
    instantOf(deps.now()),
  );
  return resultOf(must(await scope.customModels.byJob(id), 'the version just made'));
}

async function rowsOf(
  { deps, scope }: Pick<Job, 'deps' | 'scope'>,
  { table, dayOrder }: CustomModelRequest,
): Promise<Result<RawTable, Problem>> {
  if ('records' in table) return recordsTable(scope, table.records, table.fields);
  return uploadedTable(deps, scope, 'upload' in table ? table.upload : '', dayOrder);
}

/** The question without what is undefined, which optional fields do not take. */
function questionOf(request: CustomModelRequest) {
  const { name, target, kind, positive, time, drop, text, changeable, groups, insist, horizonDays, seed } =
    request;
  return {
    name,
    target,
    ...(kind === undefined ? {} : { kind }),
    ...(positive === undefined ? {} : { positive }),
    ...(time === undefined ? {} : { time }),
    ...(drop === undefined ? {} : { drop }),
    ...(text === undefined ? {} : { text }),
    ...(changeable === undefined ? {} : { changeable }),
    ...(groups === undefined ? {} : { groups }),
    ...(insist === undefined ? {} : { insist }),
    ...(horizonDays === undefined ? {} : { horizonDays }),
    ...(seed === undefined ? {} : { seed }),
  };
}

/** Whose the rows are and whether they are made up: of stored records their imports say it, of others the request. */
async function termsOf(
  scope: Job['scope'],
  { table, dataLicence, synthetic }: CustomModelRequest,
): Promise<{ dataLicence: string; synthetic: boolean }> {
  const own = "the tenant's own data";
  if (!('records' in table)) return { dataLicence: dataLicence ?? own, synthetic: synthetic ?? false };
  const connections = await scope.records.connections([table.records]);
  const stated = cardTerms(await Promise.all(connections.map((one) => scope.imports.terms(one))));
  return {
    dataLicence: dataLicence ?? stated.dataLicence ?? own,
    synthetic: stated.synthetic || synthetic === true,
  };
}

const resultOf = ({ model, version, card }: CustomVersion): JobState['result'] => ({
  model,
  version,
  published: card.verdict.publish,
  verdict: card.verdict,
});
