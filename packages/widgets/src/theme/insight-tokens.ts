import { css } from '../internal/css.js';

/** Tokens and small pieces that all that shows a customer's insight shares. */
export const insightTokens = css`
  :host {
    /* What is only for screen readers is placed absolutely: it must not make a host's page longer. */
    position: relative;
    --_good: var(--aicrm-color-high, light-dark(#0a5a4d, #86e3cb));
    --_good-surface: var(--aicrm-color-high-surface, light-dark(#dcf4ec, #12362f));
    --_watch: var(--aicrm-color-medium, light-dark(#764603, #f5cd74));
    --_watch-surface: var(--aicrm-color-medium-surface, light-dark(#fdefcd, #3b2d0d));
    --_risk: var(--aicrm-color-risk, light-dark(#9c3410, #ffab85));
    --_risk-surface: var(--aicrm-color-risk-surface, light-dark(#fdeae1, #41200f));
    --_hair: color-mix(in srgb, var(--_border) 60%, transparent);
    display: block;
    min-inline-size: 0;
  }
  :host([hidden]) {
    display: none;
  }
  .card {
    box-sizing: border-box;
    container-type: inline-size;
    padding: var(--aicrm-card-padding, 1.25em);
    border: 1px solid var(--_border);
    border-radius: var(--aicrm-panel-radius, 0.75rem);
    background: var(--_surface);
    color: var(--_text);
    font-family: var(--aicrm-font-family, inherit);
    font-size: var(--aicrm-font-size, 0.875rem);
    font-weight: 400;
    line-height: 1.4;
    letter-spacing: normal;
    text-align: start;
    text-transform: none;
    white-space: normal;
  }
  :where(.card) :where(p, ul, ol, dl, dd, h2, h3, figure, button, table, th, td, header, footer, section) {
    margin: 0;
    padding: 0;
  }
  :where(.card) :where(ul, ol) {
    list-style: none;
  }
  :where(.card) :where(button, input, th, td, caption) {
    color: inherit;
    font: inherit;
    text-align: start;
  }
  [hidden] {
    display: none !important;
  }
  section > * + * {
    margin-block-start: 0.65em;
  }
  h3 {
    font-size: 1em;
    font-weight: 650;
    line-height: 1.3;
  }
  b {
    font-weight: 650;
  }
  .num {
    font-variant-numeric: tabular-nums;
  }
  .fine,
  .absent {
    color: var(--_muted);
    font-size: 0.923em;
  }
  .absent .button {
    margin-block-start: 0.5em;
  }
  .trouble {
    font-weight: 650;
  }
  .trouble + *,
  .trouble + * + * {
    margin-block-start: 0.5em;
  }
  .sr {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .bones {
    display: grid;
    gap: 0.8em;
    padding-block: 0.35em;
  }
  .bone {
    display: block;
    block-size: 0.6em;
    inline-size: 100%;
    border-radius: 1em;
    background: var(--_muted);
    opacity: 0.18;
  }
  .bones > .bone:nth-child(3n + 2) {
    inline-size: 72%;
  }
  .bones > .bone:nth-child(3n + 3) {
    inline-size: 45%;
  }
  .button {
    box-sizing: border-box;
    min-block-size: max(2.1em, 24px);
    padding: 0 0.85em;
    border: 1px solid var(--_border);
    border-radius: 0.4em;
    background: none;
    font-weight: 600;
    cursor: pointer;
  }
  .button:hover {
    background: var(--_sunken);
  }
  .primary {
    border-color: var(--_accent);
    background: var(--_accent);
    color: var(--_surface);
  }
  .primary:hover {
    background: color-mix(in srgb, var(--_accent) 88%, var(--_text));
  }
  .quiet {
    border-color: transparent;
    color: var(--_muted);
  }
  .link {
    display: inline-flex;
    align-items: center;
    min-block-size: 24px;
    color: var(--_accent);
    text-decoration: underline;
    text-decoration-color: color-mix(in srgb, currentColor 40%, transparent);
    text-underline-offset: 0.2em;
  }
  summary {
    display: inline-flex;
    align-items: center;
    gap: 0.4em;
    min-block-size: 24px;
    color: var(--_muted);
    font-size: 0.923em;
    cursor: pointer;
  }
  summary::before {
    content: '';
    padding: 0.17em;
    border: solid;
    border-width: 0 1.5px 1.5px 0;
    rotate: -45deg;
  }
  :dir(rtl) summary::before {
    rotate: 135deg;
  }
  [open] > summary::before {
    rotate: 45deg;
  }
  :is(.button, .link, summary, .tile, .chip, input, .scroll):focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }
  @container (max-width: 22rem) {
    .button {
      padding-inline: 0.6em;
    }
  }
  @media print {
    .button,
    .chips,
    summary {
      display: none;
    }
  }
`;
