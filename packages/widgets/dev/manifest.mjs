// Makes the custom elements manifest from the class comments: Storybook reads it as a module, `node manifest.mjs`
// writes custom-elements.json for the published package, from which editors and React get their types.
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cli } from '@custom-elements-manifest/analyzer/cli.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

export async function manifest() {
  const made = await cli({
    argv: [
      'analyze',
      '--litelement',
      '--globs',
      'src/**/*.ts',
      '--exclude',
      'src/**/*.test.ts',
      'src/testing/**',
      '--quiet',
    ],
    cwd: root,
    noWrite: true,
  });
  // Only modules that hold an element are of use to a reader; private members are nobody's business outside.
  const modules = made.modules.filter((module) => module.declarations?.some((one) => one.customElement));
  for (const module of modules)
    for (const declaration of module.declarations)
      declaration.members = declaration.members?.filter(
        (member) => !member.static && (member.privacy ?? 'public') === 'public' && member.description,
      );
  return { ...made, modules };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = join(root, 'custom-elements.json');
  await writeFile(file, `${JSON.stringify(await manifest(), null, 2)}\n`);
  console.log(`wrote ${file}`);
}
