import { css } from '../internal/css.js';

/**
 * The closed badge. The host element only gets what a reset does not touch (display, size, alignment): Tailwind's
 * zeroes margin, padding and border of every element, and page rules win over `:host`. The size is fixed, so a badge
 * takes the same room in every state and language, and `reserve` can hold it before definition.
 *
 * The skeleton keeps still: a hundred that pulse make the page draw every frame, just when it has the most to do.
 */
export const styles = css`
  :host {
    display: inline-block;
    inline-size: var(--aicrm-badge-inline-size, 10.75rem);
    max-inline-size: 100%;
    vertical-align: middle;
  }
  :host([display='inline']) {
    display: block;
    inline-size: auto;
  }
  :host([hidden]) {
    display: none;
  }
  .base {
    display: block;
    position: relative;
    color: var(--_text);
    font-family: var(--aicrm-font-family, inherit);
    font-size: var(--aicrm-font-size, 0.8125rem);
    font-weight: 400;
    line-height: 1.3;
  }
  .pill {
    anchor-name: --aicrm-pill;
    box-sizing: border-box;
    display: flex;
    align-items: center;
    gap: 0.45em;
    inline-size: 100%;
    max-inline-size: var(--aicrm-badge-inline-size, 10.75rem);
    block-size: var(--aicrm-badge-block-size, 1.75rem);
    padding: 0 0.65em;
    border: 1px solid color-mix(in srgb, currentColor 25%, transparent);
    border-radius: var(--aicrm-badge-radius, 99px);
    background: none;
    color: var(--_muted);
    font: inherit;
    text-align: start;
    print-color-adjust: exact;
  }
  .plain {
    border-style: dashed;
  }
  .low {
    color: var(--aicrm-color-low, light-dark(#465266, #b4bfce));
    background: var(--aicrm-color-low-surface, light-dark(#edf0f4, #29313d));
  }
  .medium {
    color: var(--aicrm-color-medium, light-dark(#764603, #f5cd74));
    background: var(--aicrm-color-medium-surface, light-dark(#fdefcd, #3b2d0d));
  }
  .high {
    color: var(--aicrm-color-high, light-dark(#0a5a4d, #86e3cb));
    background: var(--aicrm-color-high-surface, light-dark(#dcf4ec, #12362f));
  }
  button {
    cursor: pointer;
  }
  button.pill:hover {
    border-color: currentColor;
  }
  button:focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }
  svg {
    flex: none;
    inline-size: 1.1em;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.4;
  }
  .meter {
    stroke-width: 3;
  }
  .low .meter path + path,
  .medium .meter path:last-child {
    opacity: 0.28;
  }
  b {
    font-weight: 650;
    font-variant-numeric: tabular-nums;
  }
  .value {
    min-inline-size: 2.95em;
  }
  .word {
    flex: 1;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  button.pill::after {
    content: '';
    padding: 0.19em;
    margin-block-end: 0.2em;
    border: solid;
    border-width: 0 1.5px 1.5px 0;
    opacity: 0.7;
    rotate: 45deg;
  }
  button[aria-expanded='true']::after {
    margin-block: 0.2em 0;
    rotate: 225deg;
  }
  .sr {
    position: absolute;
    inline-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .bone {
    flex: 1;
    block-size: 0.55em;
    margin-inline-end: 30%;
    border-radius: 1em;
    background: currentColor;
    opacity: 0.2;
  }
`;
