import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
// @ts-expect-error A build script without types.
import { manifest } from '../../packages/widgets/dev/manifest.mjs';
import { apiReference, type Manifest } from './api-reference.js';

describe('the reference of the elements', () => {
  it('names every element that has a definition, with what each can be told', async () => {
    const made: Manifest = await manifest();
    const page = apiReference(made);
    const source = fileURLToPath(new URL('../../packages/widgets/src', import.meta.url));
    const tags = globSync('*/define.ts', { cwd: source })
      .map((path) => path.split('/')[0] ?? '')
      .filter((folder) => folder !== 'internal');
    expect(tags.length).toBeGreaterThan(8);
    for (const tag of tags) expect(page).toContain(`## \`<aicrm-${tag}>\``);
    expect(page).toContain('`--aicrm-badge-radius`');
    expect(page).not.toContain('undefined |');
  });

  it('leaves out headings of which there is nothing, and keeps bars inside their cells', () => {
    const page = apiReference({
      modules: [
        {
          declarations: [
            {
              tagName: 'a-b',
              attributes: [{ name: 'theme', type: { text: "'light'|'dark'" }, description: 'Two\nlines' }],
            },
            { description: 'no element' },
          ],
        },
      ],
    });
    expect(page).toContain("| `theme` | `'light'\\|'dark'` |  | Two lines |");
    expect(page).not.toContain('### Events');
    expect(page).not.toContain('no element');
  });
});
