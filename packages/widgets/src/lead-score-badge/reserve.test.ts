import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { reserve } from './reserve.js';

it.each(['packages/widgets/README.md', 'stories/embed.mdx'])(
  '%s shows the CSS that is tested',
  async (file) => {
    const text = await readFile(new URL(`../../../../${file}`, import.meta.url), 'utf8');
    expect(text).toContain(reserve);
  },
);
