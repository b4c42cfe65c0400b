import { defaultRules as actionRules } from '@aicrm/models/next-action/defaults';
import { behaviourOf } from '@aicrm/models/segments/behaviour';
import { segmentsFile, withoutTotals } from '@aicrm/models/segments/file';
import { rfmSegments } from '@aicrm/models/segments/rfm';
import { defaultRules as segmentRules } from '@aicrm/models/segments/rules';
import { writeValueModel } from '@aicrm/models/value/model-file';
import { trainValue } from '@aicrm/models/value/train';
import { predictMany } from '@aicrm/runtime/predict';
import { type ActionRulesFile, type AnalysisName, analysisNames } from '@aicrm/schema/analysis';
import { parseRecordId } from '@aicrm/schema/ids';
import type { Problem } from '@aicrm/schema/problem';
import { fail, must, ok, type Result } from '@aicrm/schema/result';
import * as z from 'zod/mini';
import { loadAll, severalConnections } from '../analyses/load.js';
import { refuse } from '../analyses/refuse.js';
import { salesForecast } from '../analyses/sales.js';
import { insightsOfWeek } from '../analyses/week.js';
import { sha256 } from '../auth/secrets.js';
import type { StoredFile } from '../db/analyses.js';
import type { TenantScope } from '../db/scope.js';
import { type Dependencies, instantOf } from '../dependencies.js';
import { currentArtefact } from './artefact-cache.js';
import type { Job } from './job.js';

const Payload = z.object({ name: z.enum(analysisNames as [AnalysisName, ...AnalysisName[]]) });

/** A file as text, and the one for whoever may read one record only; null where they are told nothing of it. */
export interface AnalysisTexts {
  readonly all: string;
  readonly record: string | null;
}

type Analysis = (
  deps: Dependencies,
  scope: TenantScope,
  report: Job['report'],
) => Promise<Result<AnalysisTexts, Problem>>;

const currencyOf = async (scope: TenantScope): Promise<string | null> =>
  (await scope.about.get())?.currency ?? null;

const analyses: Readonly<Record<AnalysisName, Analysis>> = {
  async 'customer-value'(deps, scope, report) {
    const orders = await loadAll(scope, 'order');
    await report(0.3, 'learning how customers buy');
    const currency = await currencyOf(scope);
    const trained = trainValue(orders, { now: deps.now(), ...(currency === null ? {} : { currency }) });
    if (!trained.ok) return trained;
    const { model, card } = trained.value;
    if (!card.verdict.publish) return refuse(card.verdict.reason);
    const text = writeValueModel(model);
    return ok({ all: text, record: text });
  },

  async segments(deps, scope, report) {
    const orders = await loadAll(scope, 'order');
    await report(0.5, 'putting customers into segments');
    const behaviour = behaviourOf(orders, deps.now(), (await currencyOf(scope)) ?? undefined);
    const made = rfmSegments(behaviour, segmentRules);
    if (!made.ok) return made;
    const file = segmentsFile(behaviour, made.value, segmentRules, instantOf(deps.now()));
    return ok({ all: JSON.stringify(file), record: JSON.stringify(withoutTotals(file)) });
  },

  async 'sales-forecast'(deps, scope, report) {
    const history = {
      orders: await loadAll(scope, 'order'),
      deals: await loadAll(scope, 'deal'),
      contacts: await loadAll(scope, 'contact'),
      companies: await loadAll(scope, 'company'),
    };
    await report(0.2, 'scoring the open deals');
    const chances = await chancesOfDeals(deps, scope);
    await report(0.3, 'forecasting the sales');
    const made = salesForecast({ ...history, chances }, deps.now(), await currencyOf(scope));
    return made.ok ? ok({ all: JSON.stringify(made.value), record: null }) : made;
  },

  async insights(deps, scope, report) {
    const history = {
      orders: await loadAll(scope, 'order'),
      deals: await loadAll(scope, 'deal'),
      contacts: await loadAll(scope, 'contact'),
      companies: await loadAll(scope, 'company'),
      leads: await loadAll(scope, 'lead'),
      activities: await loadAll(scope, 'activity'),
    };
    await report(0.5, 'comparing the last week');
    const made = insightsOfWeek(history, deps.now(), await currencyOf(scope));
    return made.ok ? ok({ all: JSON.stringify(made.value), record: null }) : made;
  },

  async 'action-rules'(deps, scope) {
    const current = await scope.analyses.current('action-rules');
    const bytes = current && (await deps.artefacts.get(scope.tenant, current.sha256));
    // What the tenant wrote stays; computing anew must not take it back.
    const text = bytes ? new TextDecoder().decode(bytes) : JSON.stringify(rulesFile(actionRules));
    return ok({ all: text, record: text });
  },
};

export const rulesFile = (rules: ActionRulesFile['rules'] | typeof actionRules): ActionRulesFile => ({
  schema: 1,
  kind: 'action-rules',
  rules: [...rules],
});

/** Open deals' chances to be won, by source id, by the published model; empty where there is none. */
async function chancesOfDeals(deps: Dependencies, scope: TenantScope): Promise<ReadonlyMap<string, number>> {
  const chances = new Map<string, number>();
  const artefact = await currentArtefact(deps, scope, 'deal-score');
  if (artefact === null) return chances;
  const several = await severalConnections(scope);
  const slice = 1_000;
  for (let after = { connection: '', sourceId: '' }; ; ) {
    const page = await scope.views.page('deal', after, slice);
    const open = page.flatMap(({ view }) => (view?.fields.status === 'open' ? [view] : []));
    for (const prediction of predictMany(artefact, open, deps.now())) {
      if (prediction.state !== 'score') continue;
      const key = parseRecordId(prediction.recordId);
      const { connection, sourceId } = must(key.ok ? key.value : null, 'key of a stored view');
      chances.set(several ? `${connection}:${sourceId}` : sourceId, prediction.probability);
    }
    const last = page.at(-1);
    if (last === undefined || page.length < slice) return chances;
    const key = parseRecordId(last.id);
    after = must(key.ok ? key.value : null, 'key of a stored view');
  }
}

/** Stores a file under its hash before anything names it. */
export async function storeText(deps: Dependencies, scope: TenantScope, text: string): Promise<StoredFile> {
  const bytes = new TextEncoder().encode(text);
  const name = await sha256(text);
  await deps.artefacts.put(scope.tenant, name, bytes);
  return { sha256: name, bytes: bytes.length };
}

/**
 * Computes one analysis and registers the file, or the sentence that says why there is none: a refusal is an answer, and the
 * job that found it is done. A second delivery finds the row of the first.
 */
export async function analyse({ deps, scope, id, payload, report }: Job): Promise<null> {
  const { name } = Payload.parse(payload);
  await report(0, 'reading the history');
  const made = await analyses[name](deps, scope, report);
  await report(0.9, 'storing the file');
  if (!made.ok && made.error.kind === 'temporary') throw new Error(made.error.title);
  await registerAnalysis(deps, scope, name, id, made.ok ? ok(made.value) : fail(made.error.detail));
  return null;
}

export async function registerAnalysis(
  deps: Dependencies,
  scope: TenantScope,
  name: AnalysisName,
  jobId: string,
  made: Result<AnalysisTexts, string>,
): Promise<void> {
  const file = made.ok ? await storeText(deps, scope, made.value.all) : null;
  const recordFile =
    made.ok && made.value.record !== null ? await storeText(deps, scope, made.value.record) : null;
  const unused = await scope.analyses.add({
    name,
    jobId,
    computedAt: instantOf(deps.now()),
    file,
    recordFile,
    refusal: made.ok ? null : made.error,
  });
  for (const sha of unused) await deps.artefacts.drop(scope.tenant, sha);
}
