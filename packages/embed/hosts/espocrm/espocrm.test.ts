import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = promisify(execFile);
const check = join(import.meta.dirname, '../testing/espo_check.php');
const hasPhp = await run('php', ['-r', 'exit(function_exists("curl_init") ? 0 : 1);']).then(
  () => true,
  () => false,
);
if (!hasPhp) console.log('EspoCRM: skipped, there is no php with curl here');

it.skipIf(!hasPhp)('sends who may read a record on to the frame, with a token of that record', async () => {
  const asked: unknown[] = [];
  const worker = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += String(chunk);
    });
    request.on('end', () => {
      asked.push([request.url, request.headers.authorization, JSON.parse(body)]);
      response.writeHead(201).end('{"token":"a+b/c"}');
    });
  });
  const port = await new Promise<number>((ready) =>
    worker.listen(0, '127.0.0.1', () => {
      const address = worker.address();
      ready(typeof address === 'object' ? (address?.port ?? 0) : 0);
    }),
  );
  const url = `http://127.0.0.1:${port}`;
  const { stdout } = await run('php', ['-d', 'display_errors=stderr', check, url]);
  worker.close();
  const said = JSON.parse(stdout);
  const shown = (location: string) =>
    Object.fromEntries(new URLSearchParams(new URL(location).hash.slice(1)));
  expect(said.good).toMatchObject({ status: 302, 'Cache-Control': 'no-store' });
  expect(said.good.Location).toMatch(`${url}/embed/v1/frame#`);
  expect(shown(said.good.Location)).toEqual({
    element: 'aicrm-lead-score-badge',
    'record-id': 'lead:espo:67a1',
    display: 'inline',
    token: 'a+b/c',
  });
  expect(shown(said.contact.Location).element).toBe('aicrm-customer-insight-card');
  const scopes = ['sync:record', 'models:read', 'events:write'];
  expect(asked).toEqual([
    ['/v1/tokens', 'Bearer the-key', { scopes, record: 'lead:espo:67a1', origins: ['null'] }],
    ['/v1/tokens', 'Bearer the-key', { scopes, record: 'contact:espo:7', origins: ['null'] }],
  ]);
  const thrown = ['secret', 'gone', 'type', 'id', 'dead'].map((name) => said[name]);
  const place = 'Espo\\Core\\Exceptions\\';
  expect(thrown.map((one) => one.thrown.replace(place, ''))).toEqual([
    'Forbidden',
    'Forbidden',
    'BadRequest',
    'BadRequest',
    'Error',
  ]);
  for (const one of thrown) expect(one).not.toHaveProperty('Location');
});
