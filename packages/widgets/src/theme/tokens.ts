import { css } from 'lit';

/**
 * Tokens of the closed badge. A host sets the public `--aicrm-*` property; the private one is what our styles read.
 *
 * `light-dark()` follows the used `color-scheme`, so a badge is dark exactly where the page around it is: a page that
 * declares no scheme is light whatever the system prefers, and `prefers-color-scheme` alone would paint dark pills on
 * it. `theme="light"` and `theme="dark"` are for hosts that switch by a class.
 */
export const tokens = css`
  :host {
    --_text: var(--aicrm-color-text, light-dark(#18212e, #e9edf3));
    --_muted: var(--aicrm-color-text-muted, light-dark(#556274, #a3aebd));
    --_border: var(--aicrm-color-border, light-dark(#d5dbe3, #3a4452));
    --_focus: var(--aicrm-color-focus, light-dark(#1d5fd1, #8ab4ff));
    --_high: var(--aicrm-color-high, light-dark(#0a5a4d, #86e3cb));
    --_high-bg: var(--aicrm-color-high-surface, light-dark(#dcf4ec, #12362f));
    --_medium: var(--aicrm-color-medium, light-dark(#764603, #f5cd74));
    --_medium-bg: var(--aicrm-color-medium-surface, light-dark(#fdefcd, #3b2d0d));
    --_low: var(--aicrm-color-low, light-dark(#465266, #b4bfce));
    --_low-bg: var(--aicrm-color-low-surface, light-dark(#edf0f4, #29313d));
  }
  :host([theme='light']) {
    color-scheme: light;
  }
  :host([theme='dark']) {
    color-scheme: dark;
  }
`;
