import type { Plugin } from 'vite';

/**
 * A style sheet without what only people need: comments, line breaks, and spaces that no rule means. Quoted text stays
 * as it is; so does the space before a colon, which tells `a :hover` from `a:hover`, and any around `+` and `-`, which
 * `calc()` needs.
 */
export const smallCss = (css: string): string =>
  css
    .replace(
      /("[^"]*"|'[^']*')|\/\*.*?\*\/|\s*;?\s*(})\s*|\s*([{;,])\s*|(:)\s+|\s+/gs,
      (_, quoted?: string, close?: string, mark?: string, colon?: string) =>
        quoted ?? close ?? mark ?? colon ?? ' ',
    )
    .trim();

/** Minifiers leave the text of templates alone, so the sheets in Lit's css`` would be shipped as they are written. */
export const smallCssTemplates: Plugin = {
  name: 'aicrm:small-css',
  enforce: 'pre',
  transform: {
    filter: { id: /\/widgets\/src\/.*\.ts$/, code: /\bcss`/ },
    // A sheet that takes in another by ${} is left as it is: none of ours does.
    handler: (code) => ({
      code: code.replace(/\bcss`([^`$\\]*)`/g, (_, css: string) => `css\`${smallCss(css)}\``),
      map: null,
    }),
  },
};
