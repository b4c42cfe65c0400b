import type { ModelCard } from '@aicrm/schema/model';
import type { ApiKey, ImportState, JobState, ModelSummary, ModelVersion } from '@aicrm/schema/wire';

export const testKey = `aicrm_acme_0123456789ab_${'a'.repeat(64)}`;

const when = '2026-11-20T10:00:00Z';
const interval = (value: number) => ({ value, low: value - 0.03, high: value + 0.03 });

export const card: ModelCard = {
  name: 'lead-score',
  version: 'v1',
  synthetic: false,
  meta: {
    schemaVersion: 1,
    name: 'lead-score',
    version: 'v1',
    kind: 'trees',
    recordType: 'lead',
    outcome: 'converts within 70 days',
    calibration: { a: 1, b: 0 },
    baseMargin: -2,
    baseRate: 0.12,
    bands: { high: 0.24, medium: 0.12 },
    trainedAt: when,
    trainingWindow: { from: '2026-01-01', to: '2026-10-30', rows: 3_360, positives: 326 },
    dataLicence: 'CC0-1.0',
    hostFields: {},
  },
  features: [
    {
      id: 'campaign.kind',
      label: 'Campaign type',
      changeable: true,
      sensitive: false,
      present: 1,
      importance: 0.6,
    },
    { id: 'contact.age', label: 'Age', changeable: false, sensitive: true, present: 0.56, importance: 0.4 },
  ],
  evaluation: {
    rows: 1_228,
    positives: 194,
    from: '2026-09-14',
    to: '2026-10-30',
    auc: interval(0.828),
    prAuc: interval(0.563),
    logLoss: interval(0.327),
    baseLogLoss: 0.437,
    brier: 0.098,
    ece: 0.02,
    liftTop10: 4,
    reliability: [
      { predicted: 0.05, observed: 0.04, rows: 700 },
      { predicted: 0.14, observed: 0.15, rows: 300 },
      { predicted: 0, observed: 0, rows: 0 },
    ],
    predictedMean: 0.164,
    observedMean: 0.158,
  },
  choice: [
    { kind: 'trees', origins: [{ cut: '2026-05-27', rows: 900, auc: 0.8, logLoss: 0.3, baseRate: 0.1 }] },
    { kind: 'logistic', origins: [{ cut: '2026-05-27', rows: 900, auc: 0.78, logLoss: 0.4, baseRate: 0.1 }] },
  ],
  leaks: [
    { column: 'campaign.kind', verdict: 'ok', reason: 'Nothing suspicious was found.', auc: 0.6, used: true },
    { column: 'won_date', verdict: 'leak', reason: 'Its name states the outcome.', auc: 0.99, used: false },
  ],
  verdict: {
    publish: true,
    reason: 'It is better than the base rate by more than noise.',
    checks: [{ name: 'base-rate', pass: true, detail: 'log loss 0.327 against 0.437' }],
  },
  limits: ['A success later than 70 days counts as none.'],
  seed: 1,
};

export const version = (name: string, status: ModelVersion['status']): ModelVersion => ({
  version: name,
  sha256: 'f'.repeat(64),
  bytes: 52_600,
  status,
  createdAt: when,
  card: { ...card, version: name },
});

export const model = (versions: readonly ModelVersion[]): ModelSummary => ({
  name: 'lead-score',
  label: 'Lead score',
  recordType: 'lead',
  current: versions.find(({ status }) => status === 'published')?.version ?? null,
  versions: [...versions],
});

export const job = (more: Partial<JobState>): JobState => ({
  id: 'job-1',
  kind: 'train',
  status: 'running',
  progress: 0,
  step: 'waiting to train',
  error: null,
  result: null,
  createdAt: when,
  finishedAt: null,
  ...more,
});

export const importState = (more: Partial<ImportState>): ImportState => ({
  id: 'import-1',
  type: 'lead',
  connection: 'crm',
  fileName: 'leads.csv',
  dryRun: false,
  status: 'open',
  counts: { read: 0, inserted: 0, updated: 0, unchanged: 0, rejected: 0 },
  createdAt: when,
  ...more,
});

export const apiKey: ApiKey = {
  id: '0123456789ab',
  label: 'first key',
  scopes: ['tokens:mint', 'models:write'],
  createdAt: when,
  revokedAt: null,
};

export interface Asked {
  readonly route: string;
  readonly body: unknown;
  readonly authorization: string | null;
  readonly accept: string | null;
}

type Route = (body: unknown) => unknown;

export interface FakeWorker {
  readonly send: typeof fetch;
  readonly asked: Asked[];
}

/** What a route answers with another status than 200. */
export class Refusal {
  constructor(
    readonly status: number,
    readonly body: unknown,
  ) {}
}

/** A worker of a few routes (`GET /v1/models`), which notes what it was asked; any other route is 404. */
export function fakeWorker(routes: Readonly<Record<string, Route>>): FakeWorker {
  const asked: Asked[] = [];
  const all: Readonly<Record<string, Route>> = {
    'GET /v1/health': () => ({ status: 'ok', protocol: 1, serverTime: when }),
    ...routes,
  };
  const send: typeof fetch = async (input, init) => {
    const path = String(input instanceof Request ? input.url : input);
    const route = `${init?.method ?? 'GET'} ${path}`;
    const body = typeof init?.body === 'string' ? JSON.parse(init.body) : undefined;
    const headers = new Headers(init?.headers);
    asked.push({
      route,
      body,
      authorization: headers.get('authorization'),
      accept: headers.get('accept'),
    });
    const answer =
      all[route]?.(body) ??
      new Refusal(404, {
        kind: 'not-found',
        title: 'Not found',
        status: 404,
        detail: `There is no route ${route}.`,
      });
    return answer instanceof Refusal
      ? new Response(JSON.stringify(answer.body), { status: answer.status })
      : new Response(JSON.stringify(answer));
  };
  return { send, asked };
}
