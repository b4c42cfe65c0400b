import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { PredictionAnswer, PredictionRequest, TokenRequest } from '@aicrm/schema/wire';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Answer, type FrameAnswer, percent, strongest } from './src/app/cards/answer.js';

// The function as HubSpot calls it (a CommonJS module with `main`), against a fetch that answers what the wire's schema allows.

type Main = (context?: { parameters?: Record<string, unknown> }) => Promise<Answer | FrameAnswer>;
const { main }: { main: Main } = createRequire(import.meta.url)('./src/app/functions/explain.js');

const prediction = {
  state: 'score' as const,
  recordId: 'lead:hubspot:7',
  model: { name: 'lead-score', version: '1', sha256: 'a'.repeat(64) },
  asOf: '2026-01-01T00:00:00Z',
  probability: 0.846,
  logit: 1.7,
  band: 'high' as const,
  inputsPresent: 3,
  inputsTotal: 3,
  trainingRows: 100,
};
const reason = (feature: string, contribution: number) => ({
  feature,
  label: feature.toUpperCase(),
  value: 4,
  contribution,
});
const answered = PredictionAnswer.parse({
  predictions: [prediction],
  explanations: [
    { explanation: { base: 0.2, reasons: [reason('orders', 1.6), reason('quiet', 0)] }, counterfactuals: [] },
  ],
});
const asked: { url: string; authorization: string | null; body: unknown }[] = [];
let answer: () => Response;

beforeEach(() => {
  asked.length = 0;
  vi.stubEnv('AICRM_URL', 'https://crm-ai.example');
  vi.stubEnv('AICRM_KEY', 'the-key');
  vi.stubGlobal('fetch', async (url: URL, init: RequestInit) => {
    const request = new Request(url, init);
    const authorization = request.headers.get('authorization');
    asked.push({ url: request.url, authorization, body: await request.json() });
    return answer();
  });
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

it('asks for the score with its reasons and hands both over', async () => {
  answer = () => Response.json(answered);
  const said = await main({ parameters: { objectId: 7 } });
  expect(said).toEqual({ ok: true, prediction, explained: answered.explanations?.[0] });
  expect(asked).toEqual([
    {
      url: 'https://crm-ai.example/v1/predictions',
      authorization: 'Bearer the-key',
      body: PredictionRequest.parse({ model: 'lead-score', records: ['lead:hubspot:7'], explain: true }),
    },
  ]);
});

it('makes the address of the frame with a token for that record in its fragment, and no key', async () => {
  answer = () => Response.json({ token: 'a+b/c', expiresAt: '2026-01-01T00:15:00Z' }, { status: 201 });
  const said = await main({ parameters: { objectId: '7', frame: true } });
  if (!('address' in said)) throw new Error('no address');
  const { origin, pathname, search, hash } = new URL(said.address);
  expect([origin, pathname, search]).toEqual(['https://crm-ai.example', '/embed/v1/frame', '']);
  expect(Object.fromEntries(new URLSearchParams(hash.slice(1)))).toMatchObject({
    element: 'aicrm-lead-score-badge',
    'record-id': 'lead:hubspot:7',
    token: 'a+b/c',
  });
  expect(TokenRequest.parse(asked[0]?.body)).toEqual({
    scopes: ['sync:record', 'models:read'],
    record: 'lead:hubspot:7',
    origins: ['https://crm-ai.example'],
  });
  expect(said.address).not.toContain('the-key');
});

it.each([
  [
    'a refusal',
    () => Response.json({ detail: 'This key is not good.' }, { status: 401 }),
    'This key is not good.',
  ],
  ['a broken answer', () => new Response('<html>', { status: 502 }), 'The worker answered 502.'],
])('says %s as a sentence and throws nothing into the card', async (_, given, detail) => {
  answer = given;
  expect(await main({ parameters: { objectId: 7 } })).toEqual({ ok: false, detail });
});

it('asks nothing without secrets or a record', async () => {
  answer = () => Response.json(answered);
  expect(await main({ parameters: { objectId: '7/../8' } })).toMatchObject({ ok: false });
  expect(await main()).toMatchObject({ ok: false });
  vi.stubEnv('AICRM_KEY', '');
  expect(await main({ parameters: { objectId: 7 } })).toMatchObject({ ok: false });
  expect(asked).toEqual([]);
});

it('shows the strongest reasons, and leaves out what has no effect', () => {
  expect(strongest(answered.explanations?.[0] ?? null).map(({ label }) => label)).toEqual(['ORDERS']);
  expect(strongest(null)).toEqual([]);
  expect(percent(prediction.probability)).toBe('85 %');
});

it('names files and functions that are there', async () => {
  const json = async (file: string) => JSON.parse(await readFile(join(import.meta.dirname, file), 'utf8'));
  const card = await json('src/app/cards/insight-card-hsmeta.json');
  const explain = await json('src/app/functions/explain-hsmeta.json');
  const source = await readFile(join(import.meta.dirname, 'src', card.config.entrypoint), 'utf8');
  expect(source).toContain(`'${explain.uid}'`);
  expect(await readFile(join(import.meta.dirname, 'src', explain.config.entrypoint), 'utf8')).toContain(
    'exports.main',
  );
});
