import { describe, expect, it, vi } from 'vitest';
import { clientProblem } from './problems.js';
import { createTokenBroker, readClaims } from './token.js';

const jwt = (claims: object): string =>
  ['{"alg":"HS256"}', JSON.stringify(claims), 'x']
    .map((part) => btoa(unescape(encodeURIComponent(part))))
    .join('.');

describe('claims', () => {
  it('reads tenant, scopes, record and lifetime, in any alphabet', () => {
    const token = jwt({
      tenant: 'acme',
      scopes: ['sync:record', 1],
      record: 'lead:club:Zoë漢',
      iat: 100,
      exp: 1000,
    });
    expect(readClaims(token)).toEqual({
      tenant: 'acme',
      scopes: ['sync:record'],
      record: 'lead:club:Zoë漢',
      lifetime: 900_000,
    });
  });

  it.each(['', 'opaque', 'a.b.c', `x.${btoa('[]')}.y`, `x.${btoa('null')}.y`])('has none for %j', (token) => {
    expect(readClaims(token)).toEqual({});
  });
});

describe('token broker', () => {
  const setUp = (lifetimeSeconds: number) => {
    const clock = { now: 1_000_000 };
    let asked = 0;
    // The server's clock is five minutes ahead: only the lifetime may count.
    const iat = 1_300;
    const broker = createTokenBroker(
      async () => jwt({ iat, exp: iat + lifetimeSeconds, n: ++asked }),
      () => clock.now,
    );
    return { clock, broker, asked: () => asked };
  };

  it('asks once for calls that overlap, keeps the token, and renews it a minute before its end', async () => {
    const { clock, broker, asked } = setUp(900);
    const [first, second] = await Promise.all([broker.get(), broker.get()]);
    expect(second).toEqual(first);
    clock.now += 839_000;
    expect(await broker.get()).toEqual(first);
    expect(asked()).toBe(1);
    clock.now += 2_000;
    expect(await broker.get()).not.toEqual(first);
    expect(asked()).toBe(2);
  });

  it('does not ask before every request for a token shorter than the margin', async () => {
    const { clock, broker, asked } = setUp(60);
    await broker.get();
    clock.now += 29_000;
    await broker.get();
    expect(asked()).toBe(1);
  });

  it('drops a refused token, and only that one', async () => {
    const { broker, asked } = setUp(900);
    const first = await broker.get();
    broker.refused('an older one');
    await broker.get();
    expect(asked()).toBe(1);
    if (first.ok) broker.refused(first.value);
    await broker.get();
    expect(asked()).toBe(2);
  });

  it('asks anew when the clock is set back or forward by days, once each', async () => {
    const { clock, broker, asked } = setUp(900);
    await broker.get();
    for (const [i, jump] of [-3 * 86_400_000, 3 * 86_400_000].entries()) {
      clock.now += jump;
      await broker.get();
      await broker.get();
      expect(asked()).toBe(i + 2);
    }
  });

  it('gives up on a host that never answers, and asks it again', async () => {
    vi.useFakeTimers();
    try {
      let asked = 0;
      const broker = createTokenBroker(
        () => (++asked === 1 ? new Promise(() => {}) : Promise.resolve('t')),
        Date.now,
      );
      const first = broker.get();
      await vi.advanceTimersByTimeAsync(20_000);
      expect(await first).toMatchObject({ ok: false, error: { kind: 'temporary' } });
      expect(await broker.get()).toEqual({ ok: true, value: 't' });
    } finally {
      vi.useRealTimers();
    }
  });

  it("passes the host's own problem on and turns anything else into one", async () => {
    const refused = clientProblem('permission', 403, 'No', 'Not this person.');
    const typed = createTokenBroker(() => Promise.reject(refused), Date.now);
    expect(await typed.get()).toEqual({ ok: false, error: refused });
    const broken = createTokenBroker(() => Promise.reject(new Error('down')), Date.now);
    expect(await broken.get()).toMatchObject({ ok: false, error: { kind: 'temporary' } });
    const empty = createTokenBroker(async () => '', Date.now);
    expect(await empty.get()).toMatchObject({ ok: false, error: { kind: 'temporary' } });
  });
});
