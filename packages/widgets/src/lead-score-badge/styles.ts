import { css } from 'lit';

/**
 * The closed badge. The host element only gets what a reset does not touch (display, size, alignment): Tailwind's
 * zeroes margin, padding and border of every element, and page rules win over `:host`. The size is fixed, so a badge
 * takes the same room in every state and language, and the CSS in the README can reserve it before definition.
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
    text-align: start;
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
    margin: 0;
    padding: 0 0.65em;
    border: 1px solid color-mix(in srgb, var(--_ink) 22%, transparent);
    border-radius: var(--aicrm-badge-radius, 99px);
    background: var(--_fill);
    color: var(--_ink);
    font: inherit;
    text-align: start;
    --_ink: var(--_low);
    --_fill: var(--_low-bg);
  }
  button {
    cursor: pointer;
  }
  button.pill:hover {
    border-color: var(--_ink);
  }
  .pill:focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }
  .high {
    --_ink: var(--_high);
    --_fill: var(--_high-bg);
  }
  .medium {
    --_ink: var(--_medium);
    --_fill: var(--_medium-bg);
  }
  .plain {
    --_ink: var(--_muted);
    --_fill: transparent;
    border-style: dashed;
  }
  svg {
    flex: none;
    inline-size: 1.1em;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.4;
  }
  [part='meter'] {
    stroke-width: 3;
  }
  .low [part='meter'] path + path,
  .medium [part='meter'] path:last-child {
    opacity: 0.28;
  }
  b[part] {
    min-inline-size: 2.7em;
    font-weight: 650;
    font-variant-numeric: tabular-nums;
  }
  .word {
    flex: 1;
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  button.pill::after {
    content: '';
    flex: none;
    inline-size: 0.38em;
    block-size: 0.38em;
    margin-block-start: -0.2em;
    border: solid;
    border-width: 0 1.5px 1.5px 0;
    opacity: 0.7;
    transform: rotate(45deg);
  }
  button.pill[aria-expanded='true']::after {
    margin-block-start: 0.2em;
    transform: rotate(225deg);
  }
  .sr {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .bone {
    inline-size: 60%;
    block-size: 0.55em;
    margin-inline-end: auto;
    border-radius: 1em;
    background: currentColor;
    opacity: 0;
    animation: bone 1.4s 0.15s ease-in-out infinite;
  }
  @keyframes bone {
    50% {
      opacity: 0.3;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .bone {
      opacity: 0.2;
      animation: none;
    }
  }
  @media print {
    .pill {
      print-color-adjust: exact;
    }
    button.pill::after {
      display: none;
    }
  }
`;
