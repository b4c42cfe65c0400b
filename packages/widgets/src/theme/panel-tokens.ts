import { css } from '../internal/css.js';

/** Tokens that only the opened part needs; they come with its chunk. */
export const panelTokens = css`
  :host {
    --_border: var(--aicrm-color-border, light-dark(#d5dbe3, #3a4452));
    --_surface: var(--aicrm-color-surface, light-dark(#ffffff, #181e27));
    --_sunken: var(--aicrm-color-surface-sunken, light-dark(#f5f7fa, #212935));
    --_accent: var(--aicrm-color-accent, light-dark(#1d5fd1, #8ab4ff));
    --_raise: var(--aicrm-color-raise, light-dark(#0d8a76, #3cc4a6));
    --_lower: var(--aicrm-color-lower, light-dark(#c2491d, #f08a5d));
    --_raise-text: var(--aicrm-color-raise-text, light-dark(#0a6354, #7adcc3));
    --_lower-text: var(--aicrm-color-lower-text, light-dark(#9c3410, #ffab85));
    --_shadow: var(--aicrm-shadow, 0 1px 2px #0d152014, 0 8px 28px #0d152029);
  }
`;
