import { defaultSignals } from '@aicrm/models/next-action/defaults';
import { checkRules } from '@aicrm/models/next-action/rules';
import { type AnalysisName, type AnalysisPointer, analysisNames } from '@aicrm/schema/analysis';
import { ok } from '@aicrm/schema/result';
import { Hono } from 'hono';
import * as z from 'zod/mini';
import { needs } from '../auth/authenticate.js';
import type { Reach } from '../db/analyses.js';
import type { TenantScope } from '../db/scope.js';
import { readBody } from '../http/body.js';
import type { AppEnv, Caller } from '../http/context.js';
import { forbidden, notFound, ProblemError } from '../http/problem-error.js';
import { registerAnalysis, rulesFile } from '../jobs/analyse.js';
import { requestAnalysis } from '../jobs/requests.js';

/** What whoever may read one record is told: what places and values that record, and no figure of the whole business. */
const recordNames: readonly AnalysisName[] = ['customer-value', 'segments', 'action-rules'];

/**
 * How far a caller may read analyses: their files are fetched with `models:read`, so without it (a customer's portal) nobody is
 * told of any.
 */
export function reachOf({ scopes }: Pick<Caller, 'scopes'>): Reach | null {
  if (!scopes.includes('models:read') && !scopes.includes('models:write')) return null;
  if (scopes.includes('sync:all')) return 'all';
  return scopes.includes('sync:record') ? 'record' : null;
}

/** What a caller is told of the tenant's analyses. */
export async function analysisPointers(scope: TenantScope, caller: Caller): Promise<AnalysisPointer[]> {
  const reach = reachOf(caller);
  if (reach === null) return [];
  return scope.analyses.pointers(reach === 'all' ? analysisNames : recordNames, reach);
}

const isName = (text: string): text is AnalysisName => (analysisNames as readonly string[]).includes(text);

const RulesRequest = z.object({ rules: z.array(z.unknown()).check(z.maxLength(200)) });

/** GET /v1/analyses lists what is computed for the whole tenant; POST /v1/analyses/:name computes one anew. */
export const analyses = new Hono<AppEnv>()
  .get('/', needs(['sync:all', 'sync:record']), async (c) => {
    if (reachOf(c.get('caller')) === null)
      throw forbidden('This needs the scope models:read.', 'Use a credential that was given that scope.');
    return c.json({ analyses: await analysisPointers(c.get('scope'), c.get('caller')) });
  })
  .post('/:name', needs(['models:write'], { keysOnly: true }), async (c) => {
    const name = c.req.param('name');
    if (!isName(name)) throw notFound('analysis');
    const id = await requestAnalysis(c.get('deps'), c.get('scope'), name);
    const job = await c.get('scope').jobs.get(id);
    return c.json(job?.state ?? null, 202, { location: `/v1/jobs/${id}` });
  });

/** PUT /v1/action-rules: the tenant's own rules of next actions, in place of those before. */
export const actionRules = new Hono<AppEnv>().put(
  '/',
  needs(['models:write'], { keysOnly: true }),
  async (c) => {
    const { rules } = await readBody(c, RulesRequest);
    const checked = checkRules(rules, defaultSignals);
    if (!checked.ok) throw new ProblemError(checked.error);
    const text = JSON.stringify(rulesFile(checked.value));
    const made = ok({ all: text, record: text });
    await registerAnalysis(c.get('deps'), c.get('scope'), 'action-rules', crypto.randomUUID(), made);
    return c.json({ analyses: await c.get('scope').analyses.pointers(['action-rules'], 'all') });
  },
);
