// Builds what the worker serves beside its API: the embed files under /embed/v1 and the console under /console.
import { cpSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { writeIntegrity } from '../../embed/build/integrity.ts';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

for (const [name, config] of [
  ['embed', 'vite.config.ts'],
  // After the elements, whose build empties the folder.
  ['embed', 'vite.networks.config.ts'],
  ['embed', 'vite.frame.config.ts'],
  ['console', 'vite.config.ts'],
]) {
  const folder = join(root, 'packages', name);
  await build({ root: folder, configFile: join(folder, config), logLevel: 'warn' });
}

// Hashes of what was built, for pages that pin it.
await writeIntegrity(join(root, 'packages/embed/dist'));

const served = join(root, 'workers/api/public/embed/v1');
rmSync(served, { recursive: true, force: true });
cpSync(join(root, 'packages/embed/dist'), served, { recursive: true });
