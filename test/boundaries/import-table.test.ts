import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const run = promisify(execFile);

/** Runs the import table over one throw-away file of a package and returns what it says. */
async function judge(folder: string, source: string): Promise<{ status: number; output: string }> {
  const place = mkdtempSync(join(root, folder, 'boundary-'));
  try {
    writeFileSync(join(place, 'probe.ts'), source);
    const words = ['--config', 'test/config/dependency-cruiser.cjs', join(place, 'probe.ts')];
    const { stdout } = await run(join(root, 'node_modules/.bin/depcruise'), words, { cwd: root });
    return { status: 0, output: stdout };
  } catch (error) {
    const { code, stdout } = error as { code: number; stdout: string };
    return { status: code, output: stdout };
  } finally {
    rmSync(place, { recursive: true });
  }
}

describe('the import table', () => {
  it('lets a package import what the table allows', async () => {
    const { status, output } = await judge(
      'packages/runtime/src',
      "export { ok } from '@aicrm/schema/result';\n",
    );
    expect(output).toContain('no dependency violations');
    expect(status).toBe(0);
  });

  it('catches a relative import across packages that type checking lets pass', async () => {
    const { status, output } = await judge(
      'packages/learn/src',
      "export { ok } from '../../../schema/src/result.js';\n",
    );
    expect(output).toContain('learn-imports');
    expect(status).not.toBe(0);
  });

  it('catches a trainer on the static path of a page', async () => {
    const { status, output } = await judge(
      'packages/client/src',
      "export { trainBoosting } from '@aicrm/learn/train/boosting';\n",
    );
    expect(output).toContain('no-trainer-in-the-page');
    expect(status).not.toBe(0);
  });
});
