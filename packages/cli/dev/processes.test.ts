import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { must } from '@aicrm/schema/result';
import { expect, it } from 'vitest';
import { startService, waitFor, waitForSilence } from './processes.mjs';

const freePort = (): Promise<number> =>
  new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = must(probe.address(), 'address');
      probe.close(() => done(typeof address === 'string' ? 0 : address.port));
    });
  });

it('ends with a killed process what it had started, which would go on serving', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'aicrm-processes-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  // The parent only waits and the child serves, as wrangler and workerd do.
  const serve = `require('node:http').createServer((_, r) => r.end()).listen(${port}, '127.0.0.1')`;
  const parent = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(serve)}]); setInterval(() => {}, 1000)`;
  const ended = Promise.withResolvers<string | null>();
  const service = startService(process.execPath, ['-e', parent], {
    cwd: folder,
    log: join(folder, 'log'),
    onExit: (_, signal) => ended.resolve(signal),
  });
  try {
    expect(await waitFor(url, 30)).toBe(true);
    expect(await waitForSilence(url, 0.3)).toBe(false);
    process.kill(must(service.pid, 'process'), 'SIGKILL');
    expect(await ended.promise).toBe('SIGKILL');
    expect(await waitForSilence(url, 10)).toBe(true);
  } finally {
    service.kill('SIGKILL');
    await rm(folder, { recursive: true });
  }
}, 60_000);
