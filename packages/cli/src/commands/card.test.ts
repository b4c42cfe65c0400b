import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sampleCard } from '@aicrm/models/card/testing/card';
import { shipped } from '@aicrm/models/text/shipped';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../main.js';
import { type TestIo, testIo } from '../testing/test-io.js';

let folder: string;
let io: TestIo;
const model = new Uint8Array([1, 2, 3]);
const hash = createHash('sha256').update(model).digest('hex');
const put = (name: string, value: unknown) =>
  writeFile(join(folder, name), typeof value === 'string' ? value : JSON.stringify(value));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aicrm-card-'));
  io = testIo(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('aicrm card', () => {
  it('writes the page of a card', async () => {
    await put('card.json', sampleCard());
    expect(await run(['card', '--card', 'card.json', '--out', 'card.html', '--json'], io)).toBe(0);
    expect(JSON.parse(io.printed.out)).toMatchObject({
      ok: true,
      result: { name: 'lead-score', version: 'v3' },
    });
    const page = await readFile(join(folder, 'card.html'), 'utf8');
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).toContain('Days since last purchase');
  });

  it('finds the card beside a model and refuses one that is of another', async () => {
    await writeFile(join(folder, 'model.onnx'), model);
    await put('card.json', { ...sampleCard(), sha256: hash });
    expect(await run(['card', '--model', 'model.onnx'], io)).toBe(0);
    expect(await readFile(join(folder, 'model.html'), 'utf8')).toContain(hash);
    await put('card.json', sampleCard());
    expect(await run(['card', '--model', 'model.onnx', '--out', 'other.html'], io)).toBe(1);
    expect(io.printed.err).toMatch(/does not belong to/);
    await expect(readFile(join(folder, 'other.html'))).rejects.toThrow();
  });

  it('writes the page of a text model’s card, found beside the file', async () => {
    const { pathname } = shipped['sentiment-en'].url;
    expect(await run(['card', '--model', pathname, '--out', 'tone.html'], io)).toBe(0);
    const page = await readFile(join(folder, 'tone.html'), 'utf8');
    expect(page).toContain('What it learned from');
    expect(page).toContain(shipped['sentiment-en'].sha256);
  });

  it('says what is wrong with what is no card, and with no name or two', async () => {
    await put('text.json', 'no json');
    expect(await run(['card', '--card', 'text.json'], io)).toBe(1);
    expect(io.printed.err).toMatch(/It is no JSON/);
    await put('half.json', { name: 'x' });
    expect(await run(['card', '--card', 'half.json'], io)).toBe(1);
    expect(io.printed.err).toMatch(/It is no model card/);
    expect(await run(['card', '--card', 'absent.json'], io)).toBe(1);
    expect(await run(['card'], io)).toBe(2);
    expect(await run(['card', '--card', 'a.json', '--model', 'b.onnx'], io)).toBe(2);
  });
});
