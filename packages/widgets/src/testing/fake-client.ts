import type {
  Client,
  ClientStatus,
  Explained,
  Freshness,
  PredictionState,
  ScoreRequest,
} from '@aicrm/client/client';
import type { TenantData } from '@aicrm/client/data-types';
import type { ModelCard, ModelMeta } from '@aicrm/schema/model';
import type { Band, Reason, Score } from '@aicrm/schema/prediction';
import type { Problem } from '@aicrm/schema/problem';

interface Watching {
  readonly request: ScoreRequest;
  readonly listener: (state: PredictionState) => void;
}

/** A client whose answers a test gives itself, when it likes; it remembers who still watches. */
export class FakeClient implements Client {
  readonly watching = new Set<Watching>();
  /** Every watch there ever was, also those that were stopped: an answer to them comes late. */
  readonly watched: Watching[] = [];
  readonly explains: ScoreRequest[] = [];
  readonly statusListeners = new Set<(status: ClientStatus) => void>();
  explained: Explained | Problem | Error = explained();
  cardAnswer: ModelCard | Problem = problem('temporary', 'No card here.');
  online = true;
  /** Given to every new watch at once, where there is one. */
  answer: PredictionState | undefined;

  constructor(answer?: PredictionState) {
    this.answer = answer;
  }

  watch(request: ScoreRequest, listener: (state: PredictionState) => void): () => void {
    const one = { request, listener };
    this.watching.add(one);
    this.watched.push(one);
    if (this.answer) listener(this.answer);
    return () => this.watching.delete(one);
  }

  /** Answers everybody who still watches. */
  tell(state: PredictionState): void {
    this.answer = state;
    for (const { listener } of this.watching) listener(state);
  }

  goOffline(): void {
    this.online = false;
    for (const listener of this.statusListeners) listener(this.status);
  }

  explain(request: ScoreRequest): Promise<Explained | Problem> {
    this.explains.push(request);
    return this.explained instanceof Error ? Promise.reject(this.explained) : Promise.resolve(this.explained);
  }

  onStatus(listener: (status: ClientStatus) => void): () => void {
    this.statusListeners.add(listener);
    return () => this.statusListeners.delete(listener);
  }

  get status(): ClientStatus {
    return { online: this.online, syncedAt: null, failingSince: null, problem: null, store: 'memory' };
  }

  /** A client of predictions alone; see `FakeDataClient` for one with more. */
  data(): Promise<TenantData> {
    return Promise.reject(new Error('This fake has no data.'));
  }

  rank: Client['rank'] = () => Promise.resolve([]);
  sync = () => Promise.resolve({ state: 'unchanged' } as const);
  card = () => Promise.resolve(this.cardAnswer);
  signOut = () => Promise.resolve();
}

export const problem = (kind: Problem['kind'], detail: string): Problem => ({
  kind,
  title: 'Refused',
  status: 503,
  detail,
});

export function scoreState(
  probability: number,
  band: Band,
  freshness: Freshness = 'live',
  recordId = 'lead:club:1',
): Extract<PredictionState, { state: 'score' }> {
  const score: Score = {
    state: 'score',
    recordId,
    model: { name: 'lead-score', version: '1', sha256: '' },
    asOf: '2026-11-22T10:00:00Z',
    probability,
    logit: Math.log(probability / (1 - probability)),
    band,
    inputsPresent: 9,
    inputsTotal: 14,
    trainingRows: 4_000,
  };
  return { state: 'score', score, freshness, dataAt: '2026-11-22T09:00:00Z' };
}

export const refusalState = (
  why: 'inputs' | 'no-model' | 'no-evidence',
  missing: string[] = [],
): PredictionState => ({
  state: 'insufficient-data',
  refusal: { state: 'insufficient-data', recordId: 'lead:club:1', why, missing, detail: 'Some detail.' },
  freshness: 'live',
  dataAt: '2026-11-22T09:00:00Z',
});

const reason = (feature: string, contribution: number, value: Reason['value']): Reason => ({
  feature,
  label: `The ${feature}`,
  value,
  contribution,
});

/** Reasons that add up to the score's logit: the last one takes what the others leave. */
export function explained(probability = 0.34, count = 9, more: Partial<Reason> = {}): Explained {
  const base = -2;
  const logit = Math.log(probability / (1 - probability));
  const reasons = Array.from({ length: count - 1 }, (_, i) =>
    reason(`input ${i + 1}`, (i % 2 === 0 ? 1 : -1) * (0.9 / (i + 1)), i),
  );
  const left = reasons.reduce((rest, one) => rest - one.contribution, logit - base);
  return {
    explanation: { base, reasons: [...reasons, { ...reason('last input', left, null), ...more }] },
    counterfactuals: [
      { feature: 'kind', label: 'Campaign type', from: 'Type B', to: 'Type A', probability: 0.51 },
      {
        feature: 'recency',
        label: 'Days since last purchase',
        unit: 'days',
        from: 40,
        to: 3,
        probability: 0.4,
      },
    ],
    meta,
  };
}

export const meta: ModelMeta = {
  schemaVersion: 1,
  name: 'lead-score',
  version: '1',
  kind: 'trees',
  recordType: 'lead',
  outcome: 'redeems a coupon within 70 days',
  features: [],
  calibration: { a: 1, b: 0 },
  baseMargin: -2,
  baseRate: 0.12,
  bands: { high: 0.24, medium: 0.12 },
  trainedAt: '2026-11-16T02:00:00Z',
  trainingWindow: { from: '2025-01-01', to: '2026-08-30', rows: 4_000, positives: 480 },
  dataLicence: 'CC0-1.0',
  hostFields: {},
};

const interval = (value: number) => ({ value, low: value - 0.02, high: value + 0.02 });

export const card: ModelCard = {
  name: 'lead-score',
  version: '1',
  synthetic: false,
  meta,
  features: [
    { id: 'a', label: 'Age group', changeable: false, sensitive: true, present: 0.9, importance: 0.4 },
    { id: 'b', label: 'Campaign type', changeable: true, sensitive: false, present: 1, importance: 0.6 },
  ],
  evaluation: {
    rows: 800,
    positives: 96,
    from: '2026-03-01',
    to: '2026-08-30',
    auc: interval(0.78),
    prAuc: interval(0.4),
    logLoss: interval(0.33),
    baseLogLoss: 0.37,
    brier: 0.1,
    ece: 0.01,
    liftTop10: 3.12,
    reliability: [],
    predictedMean: 0.12,
    observedMean: 0.13,
  },
  choice: [],
  leaks: [],
  verdict: { publish: true, reason: 'Better than the average by more than noise.', checks: [] },
  limits: ['It knows this club only.'],
  seed: 1,
};
