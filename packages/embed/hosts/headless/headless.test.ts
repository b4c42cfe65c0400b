import { svgBadge } from '@aicrm/embed/strings/svg-badge';
import { PredictionAnswer } from '@aicrm/schema/wire';
import { expect, it } from 'vitest';
import { badge, explained, type Worker } from './explain.js';

const record = 'lead:crm:7';
const score = {
  state: 'score' as const,
  recordId: record,
  model: { name: 'lead-score', version: '1', sha256: 'a'.repeat(64) },
  asOf: '2026-01-01T00:00:00Z',
  probability: 0.846,
  logit: 1.7,
  band: 'high' as const,
  inputsPresent: 2,
  inputsTotal: 3,
  trainingRows: 100,
};
const reasons = [
  { feature: 'orders', label: 'Orders so far', value: 5, contribution: 1.61 },
  { feature: 'late', label: 'Late order', value: null, contribution: -0.2 },
];

function workerThat(answers: (request: Request) => Response): Worker {
  return {
    url: 'https://crm-ai.example',
    key: 'the-key',
    fetch: async (input, init) => answers(new Request(input, init)),
  };
}

it('prints the score and what it stands on', async () => {
  const worker = workerThat((request) => {
    expect(request.method).toBe('POST');
    expect(request.headers.get('authorization')).toBe('Bearer the-key');
    return Response.json(
      PredictionAnswer.parse({
        predictions: [score],
        explanations: [
          {
            explanation: { base: 0.29, reasons },
            counterfactuals: [
              { feature: 'late', label: 'Days since order', from: 40, to: 10, probability: 0.9 },
            ],
          },
        ],
      }),
    );
  });
  expect(await explained(worker, record)).toEqual([
    'lead:crm:7: 85 % (high)',
    '  +1.61  Orders so far: 5',
    '  -0.20  Late order: missing',
    '  Days since order at 10 would make it 90 %',
  ]);
});

it("prints the worker's own sentence where there is no number", async () => {
  const detail = 'Too few leads were won yet.';
  const refusal = {
    state: 'insufficient-data',
    recordId: record,
    why: 'no-evidence',
    missing: [],
    detail,
  };
  const none = workerThat(() =>
    Response.json(PredictionAnswer.parse({ predictions: [refusal], explanations: [null] })),
  );
  expect(await explained(none, record)).toEqual([detail]);
  const shut = workerThat(() => Response.json({ detail: 'This key is not good.' }, { status: 401 }));
  await expect(explained(shut, record)).rejects.toThrow('This key is not good.');
});

it('asks for the badge by its record, with the key in the header alone', async () => {
  const worker = workerThat((request) => {
    expect(request.url).toBe('https://crm-ai.example/v1/records/lead%3Acrm%3A7/badge.svg?lang=de');
    return new Response(svgBadge(score, { language: 'de' }));
  });
  expect(await badge(worker, record, 'de')).toContain('<title>');
});
