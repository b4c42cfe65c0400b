import { css } from '../internal/css.js';

/**
 * Tokens that the badge and its opened part share. A host sets the public `--aicrm-*` property; the private one is
 * what our styles read. Colours of one place only stand in that place's styles, because the closed badge is counted
 * byte by byte.
 *
 * `light-dark()` follows the used `color-scheme`, so a badge is dark exactly where the page around it is: a page that
 * declares no scheme is light whatever the system prefers, and `prefers-color-scheme` alone would paint dark pills on
 * it. `theme="light"` and `theme="dark"` are for hosts that switch by a class.
 */
export const tokens = css`
  :host {
    --_text: var(--aicrm-color-text, light-dark(#18212e, #e9edf3));
    --_muted: var(--aicrm-color-text-muted, light-dark(#556274, #a3aebd));
    --_focus: var(--aicrm-color-focus, light-dark(#1d5fd1, #8ab4ff));
  }
  :host([theme='light']) {
    color-scheme: light;
  }
  :host([theme='dark']) {
    color-scheme: dark;
  }
`;
