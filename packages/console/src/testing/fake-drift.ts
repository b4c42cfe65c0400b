import type { DriftReport, InputShift, OutcomeCheck } from '@aicrm/schema/drift';

const steadyWords = 'No more of a difference from the records trained on than chance makes.';

export const input = (more: Partial<InputShift>): InputShift => ({
  id: 'contact.age',
  label: 'Age',
  weight: 0.4,
  psi: 0.03,
  noise: 0.05,
  level: 'ok',
  detail: steadyWords,
  ...more,
});

/** Outcomes of a version that was published a short while ago. */
export const tooFew: OutcomeCheck = {
  outcomes: 12,
  positives: 2,
  waiting: 300,
  nextKnownAt: '2026-12-01T00:00:00Z',
  needed: 50,
  level: 'unknown',
  detail:
    'Not enough outcomes yet: 12 of 50 are known, 300 are awaited, the next by 2026-12-01 at the latest.',
  figures: null,
  bins: [],
};

/** Outcomes that contradict what was said: the upper group succeeded far less often. */
export const contradicted: OutcomeCheck = {
  outcomes: 140,
  positives: 30,
  waiting: 80,
  nextKnownAt: null,
  needed: 50,
  level: 'alert',
  detail:
    'It predicted 38.0 % on average, and 21.4 % of 140 records succeeded: 4.2 standard errors apart, more than chance makes.',
  figures: { predictedMean: 0.38, observedMean: 0.214, z: -4.2, auc: 0.744, logLoss: 0.561 },
  bins: [
    { rows: 70, predicted: 0.12, observed: 0.1, low: 0.05, high: 0.193 },
    { rows: 70, predicted: 0.64, observed: 0.329, low: 0.23, high: 0.445 },
  ],
};

/** Outcomes that agree with what was said. */
export const confirmed: OutcomeCheck = {
  ...contradicted,
  level: 'ok',
  detail:
    'It predicted 22.0 % on average, and 21.4 % of 140 records succeeded: no more of a difference than chance makes.',
  figures: { predictedMean: 0.22, observedMean: 0.214, z: -0.2, auc: null, logLoss: 0.4 },
  bins: [
    { rows: 70, predicted: 0.12, observed: 0.1, low: 0.05, high: 0.193 },
    { rows: 70, predicted: 0.32, observed: 0.329, low: 0.23, high: 0.445 },
  ],
};

/** A report in which nothing moved and outcomes agree. */
export const driftReport = (more: Partial<DriftReport> = {}): DriftReport => ({
  model: 'lead-score',
  version: 'v1',
  publishedAt: '2026-11-20T10:00:00Z',
  asOf: '2026-11-22T10:00:00Z',
  level: 'ok',
  alerts: [],
  records: 632,
  trainingRows: 3_360,
  notes: [],
  inputs: [
    input({}),
    input({ id: 'campaign.kind', label: 'Campaign type', psi: null, noise: null, level: 'unknown' }),
  ],
  score: {
    psi: 0.02,
    noise: 0.06,
    level: 'ok',
    detail:
      'Scores are spread as they were when it was judged (16.4 % on average, 16.0 % when it was judged).',
  },
  calibration: confirmed,
  recalibration: { outcomes: 100, ofEitherKind: 20 },
  ...more,
});

const orders = input({
  id: 'orders.days',
  label: 'Days since last order',
  weight: 0.3,
  psi: 0.81,
  level: 'alert',
  detail:
    'Half of the newest records are below 4 days; of those trained on, below 19 days (another population).',
});

/** What a fresh model may well say: the newest records are others, and no outcome can tell yet. */
export const freshAlert = driftReport({
  level: 'alert',
  alerts: [{ level: 'alert', about: 'input', input: orders.id, detail: `${orders.label}: ${orders.detail}` }],
  inputs: [
    input({ id: 'contact.days', label: 'Days as a contact', weight: 0.004, psi: 6.4, level: 'alert' }),
    orders,
    input({}),
  ],
  calibration: tooFew,
  notes: ['Some of the records compared were learned from, so a shift shows less than it will.'],
});
