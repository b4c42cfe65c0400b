import { fail, ok } from '@aicrm/schema/result';
import { describe, expect, it } from 'vitest';
import { createTokenBroker } from './token.js';
import { createTransport } from './transport.js';

const Shape = (body: unknown) =>
  typeof body === 'object' && body !== null && 'n' in body && typeof body.n === 'number'
    ? ok({ n: body.n })
    : fail('n');

const good = async (n: number): Promise<string> => `token-${n}`;

function setUp(answers: (Response | Error)[], mint = good) {
  const sent: { url: string; init: RequestInit | undefined }[] = [];
  const waits: number[] = [];
  const reached: boolean[] = [];
  let tokens = 0;
  const end = new AbortController();
  const transport = createTransport({
    api: 'https://worker.example/base/',
    token: createTokenBroker(() => mint(++tokens), Date.now),
    fetch: async (input, init) => {
      sent.push({ url: String(input), init });
      const answer = answers.shift();
      if (answer instanceof Response) return answer;
      throw answer ?? new Error('no more answers');
    },
    signal: end.signal,
    onReach: (ok) => reached.push(ok),
    wait: async (ms) => void waits.push(ms),
    random: () => 1,
  });
  return { transport, sent, waits, reached, end, tokens: () => tokens };
}

const refusal = (status: number, kind = 'permission', headers: Record<string, string> = {}) =>
  Response.json({ kind, title: 'T', status, detail: 'D' }, { status, headers });

describe('transport', () => {
  it('sends a token, no cookie, no referrer and no body', async () => {
    const { transport, sent, reached } = setUp([Response.json({ n: 1 })]);
    expect(await transport.json('/v1/x', Shape)).toEqual({ ok: true, value: { n: 1 } });
    expect(sent[0]?.url).toBe('https://worker.example/base/v1/x');
    expect(sent[0]?.init).toMatchObject({
      headers: { authorization: 'Bearer token-1' },
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
    });
    expect(sent[0]?.init?.body).toBeUndefined();
    expect(reached).toEqual([true]);
  });

  it('renews a refused token once and never loops', async () => {
    const good = setUp([refusal(401), Response.json({ n: 2 })]);
    expect(await good.transport.json('/v1/x', Shape)).toMatchObject({ ok: true });
    expect(good.tokens()).toBe(2);
    const bad = setUp([refusal(401), refusal(401), refusal(401)]);
    expect(await bad.transport.json('/v1/x', Shape)).toMatchObject({
      ok: false,
      error: { kind: 'permission' },
    });
    expect(bad.sent).toHaveLength(2);
  });

  it('counts as offline while the token endpoint cannot answer, and not when it refuses', async () => {
    const failing = (status: number, kind: string) =>
      setUp([], () => Promise.reject({ kind, title: 'No token', status, detail: 'D' }));
    const down = failing(503, 'temporary');
    expect(await down.transport.json('/v1/x', Shape)).toMatchObject({ ok: false });
    expect(down.reached).toEqual([false]);
    const refused = failing(401, 'permission');
    expect(await refused.transport.json('/v1/x', Shape)).toMatchObject({ ok: false });
    expect(refused.reached).toEqual([]);
  });

  it('does not renew for 403: a new token would be as narrow', async () => {
    const { transport, tokens } = setUp([refusal(403)]);
    expect(await transport.json('/v1/x', Shape)).toMatchObject({ ok: false, error: { status: 403 } });
    expect(tokens()).toBe(1);
  });

  it('tries what may pass three times, with growing jitter', async () => {
    const { transport, waits, sent, reached } = setUp([
      new TypeError('Failed to fetch'),
      refusal(503, 'temporary'),
      new TypeError('Failed to fetch'),
    ]);
    expect(await transport.json('/v1/x', Shape)).toMatchObject({ ok: false, error: { kind: 'temporary' } });
    expect(sent).toHaveLength(3);
    expect(waits).toEqual([500, 1_000]);
    expect(reached).toEqual([false, true, false]);
  });

  it('waits as long as it is told, and hands a long wait to the caller', async () => {
    const short = setUp([refusal(429, 'temporary', { 'retry-after': '2' }), Response.json({ n: 1 })]);
    expect(await short.transport.json('/v1/x', Shape)).toMatchObject({ ok: true });
    expect(short.waits).toEqual([2_500]);
    const long = setUp([refusal(503, 'temporary', { 'retry-after': '120' })]);
    expect(await long.transport.json('/v1/x', Shape)).toMatchObject({
      ok: false,
      error: { retryAfter: 120 },
    });
    expect(long.sent).toHaveLength(1);
  });

  it('measures a Retry-After date by the date of the answer, whatever the clock says, and never waits for days', async () => {
    const sent = 'Sun, 01 Mar 2026 12:00:00 GMT';
    const busy = (until: string, date: Record<string, string>) =>
      setUp([refusal(429, 'temporary', { 'retry-after': until, ...date }), Response.json({ n: 1 })]);
    const dated = busy('Sun, 01 Mar 2026 12:00:05 GMT', { date: sent });
    expect(await dated.transport.json('/v1/x', Shape)).toMatchObject({ ok: true });
    expect(dated.waits).toEqual([5_500]);
    // Without a date to go by, a clock three days slow would wait for three days.
    const slow = busy(new Date(Date.now() + 3 * 86_400_000).toUTCString(), {});
    expect(await slow.transport.json('/v1/x', Shape)).toMatchObject({
      ok: false,
      error: { kind: 'temporary', retryAfter: 3_600 },
    });
    const fast = busy(new Date(Date.now() - 3 * 86_400_000).toUTCString(), {});
    expect(await fast.transport.json('/v1/x', Shape)).toMatchObject({ ok: true });
    expect(fast.waits).toEqual([500]);
  });

  it('tries again after a body that the network cut', async () => {
    const cut = new ReadableStream<Uint8Array>({
      start(sink) {
        sink.enqueue(new TextEncoder().encode('{"n"'));
        sink.error(new TypeError('network error'));
      },
    });
    const { transport, reached } = setUp([new Response(cut), Response.json({ n: 3 })]);
    expect(await transport.json('/v1/x', Shape)).toEqual({ ok: true, value: { n: 3 } });
    expect(reached).toEqual([true, false, true]);
  });

  it('refuses an answer of another shape, and knows a proxy page by its status', async () => {
    const { transport } = setUp([Response.json({ n: 'one' }), new Response('<html>', { status: 200 })]);
    expect(await transport.json('/v1/x', Shape)).toMatchObject({ ok: false, error: { kind: 'bad-data' } });
    expect(await transport.json('/v1/x', Shape)).toMatchObject({ ok: false, error: { kind: 'bad-data' } });
    for (const [status, kind] of [
      [404, 'not-found'],
      [403, 'permission'],
      [422, 'bad-data'],
    ] as const) {
      const proxy = setUp([new Response('<html>', { status })]);
      expect(await proxy.transport.json('/v1/x', Shape)).toMatchObject({
        ok: false,
        error: { kind, status },
      });
    }
  });

  it('answers null for 304 and refuses more bytes than the limit', async () => {
    const { transport } = setUp([
      new Response(null, { status: 304 }),
      new Response(new Uint8Array(9)),
      new Response(new Uint8Array(8)),
    ]);
    expect(await transport.json('/v1/x', Shape)).toEqual({ ok: true, value: null });
    expect(await transport.bytes('/v1/y', 8)).toMatchObject({ ok: false, error: { kind: 'bad-data' } });
    expect(await transport.bytes('/v1/y', 8)).toEqual({ ok: true, value: new Uint8Array(8) });
  });

  it('stops at once when it is ended, with no further try', async () => {
    const { transport, sent, end } = setUp([new TypeError('aborted'), Response.json({ n: 1 })]);
    end.abort();
    expect(await transport.json('/v1/x', Shape)).toMatchObject({ ok: false, error: { kind: 'permission' } });
    expect(sent).toHaveLength(1);
  });
});
