import { expect, it } from 'vitest';
import { smallCss } from './small-css.js';

it('takes out only what no rule means', () => {
  const sheet = `
    /* A comment; with a mark. */
    .a > b, .c :hover {
      inline-size: calc(1em + 2 * var(--x, 3px));
      content: ', { ; }';
    }
    @media (prefers-reduced-motion: no-preference) { .a { margin: 0 1px; } }
  `;
  expect(smallCss(sheet)).toBe(
    ".a > b,.c :hover{inline-size:calc(1em + 2 * var(--x,3px));content:', { ; }'}" +
      '@media (prefers-reduced-motion:no-preference){.a{margin:0 1px}}',
  );
});
