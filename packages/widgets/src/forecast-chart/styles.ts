import { css } from '../internal/css.js';

/** The card around a forecast, laid out from 12.5rem (200 px) up. Everything is set in em of its font size. */
export const styles = css`
  :host {
    display: block;
    min-inline-size: 0;
  }
  :host([hidden]) {
    display: none;
  }
  .card {
    box-sizing: border-box;
    container-type: inline-size;
    border: 1px solid var(--_border);
    border-radius: var(--aicrm-card-radius, 0.75rem);
    background: var(--_surface);
    color: var(--_text);
    font-family: var(--aicrm-font-family, inherit);
    font-size: var(--aicrm-font-size, 0.8125rem);
    font-weight: 400;
    line-height: 1.45;
    letter-spacing: normal;
    text-align: start;
    text-transform: none;
    white-space: normal;
  }
  .card :where(p, ul, dl, dd, dt, h3, h4, button) {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .content {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1.15em;
    padding: 1.4em;
  }
  .compact .content {
    gap: 0.8em;
    padding: 1em;
  }
  h3 {
    font-size: 1.23em;
    font-weight: 650;
    letter-spacing: -0.005em;
    line-height: 1.3;
    overflow-wrap: anywhere;
  }
  h4 {
    font-size: 1em;
    font-weight: 650;
  }
  .fine {
    color: var(--_muted);
    font-size: 0.923em;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: start;
    justify-content: space-between;
    gap: 0.75em 1.5em;
  }
  header > :first-child {
    flex: 1 1 14em;
    min-inline-size: 0;
  }
  .pickers {
    display: flex;
    flex-wrap: wrap;
    gap: 0.6em 0.9em;
  }
  .pickers label {
    display: inline-flex;
    align-items: center;
    gap: 0.5em;
    min-inline-size: 0;
    color: var(--_muted);
    font-size: 0.923em;
  }
  select,
  .toggle,
  .retry {
    box-sizing: border-box;
    min-block-size: max(24px, 2.15em);
    max-inline-size: 100%;
    padding: 0 0.7em;
    border: 1px solid var(--_border);
    border-radius: 0.5em;
    background: var(--_surface);
    color: var(--_text);
    font: inherit;
    cursor: pointer;
  }
  select {
    padding: 0 0.45em;
    min-inline-size: 0;
    text-overflow: ellipsis;
  }
  .toggle {
    position: relative;
    display: inline-flex;
    align-items: center;
    gap: 0.5em;
    font-size: 0.923em;
    white-space: nowrap;
  }
  .card .toggle,
  .card .retry {
    padding: 0 0.8em;
  }
  .toggle::before {
    content: '';
    box-sizing: border-box;
    inline-size: 0.8em;
    block-size: 0.8em;
    border: 1.5px solid var(--_muted);
    border-radius: 0.25em;
  }
  .toggle[aria-pressed='true']::after {
    content: '';
    position: absolute;
    inset-inline-start: 1.07em;
    inline-size: 0.22em;
    block-size: 0.42em;
    margin-block-end: 0.12em;
    border: solid var(--_surface);
    border-width: 0 1.5px 1.5px 0;
    rotate: 45deg;
  }
  .toggle[aria-pressed='true'] {
    border-color: var(--_accent);
    background: color-mix(in srgb, var(--_accent) 8%, var(--_surface));
  }
  .toggle[aria-pressed='true']::before {
    border-color: var(--_accent);
    background: var(--_accent);
  }
  :is(select, .toggle, .retry):hover {
    border-color: var(--_muted);
  }
  :is(select, .toggle, .retry):focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }
  .retry {
    font-weight: 600;
  }
  .note {
    padding: 0.6em 0.85em;
    border-inline-start: 3px solid var(--_lower);
    border-radius: 0.3em;
    background: var(--_sunken);
  }
  .card .note {
    padding: 0.6em 0.85em;
  }

  .figures {
    display: flex;
    flex-wrap: wrap;
    gap: 1em 2.5em;
  }
  .figure {
    flex: 0 1 auto;
    min-inline-size: min(9em, 100%);
    max-inline-size: 24em;
  }
  .figure dt {
    color: var(--_muted);
    font-size: 0.923em;
  }
  .figure b {
    display: block;
    font-size: 1.85em;
    font-weight: 650;
    font-variant-numeric: tabular-nums;
    letter-spacing: -0.015em;
    line-height: 1.25;
  }
  .compact .figure b {
    font-size: 1.45em;
  }
  .figure span {
    display: block;
    color: var(--_muted);
    font-size: 0.923em;
  }

  .key {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0.6em 1.5em;
    margin-block-end: -0.4em;
  }
  .key > .legend {
    flex: 1 1 16em;
  }
  .toggles {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5em;
  }

  .below {
    display: grid;
    gap: 1.3em 2.5em;
    padding-block-start: 1.1em;
    border-block-start: 1px solid var(--_chart-grid);
  }
  .sure > * + * {
    margin-block-start: 0.45em;
  }
  .card .sure > * + * {
    margin-block-start: 0.45em;
  }
  .verdict {
    display: flex;
    align-items: center;
    gap: 0.5em;
    font-weight: 600;
  }
  .verdict-sign {
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.5;
  }
  .verdict-sign .full {
    fill: currentColor;
  }
  .verdict.better {
    color: var(--_raise-text);
  }
  .verdict.no-better {
    color: var(--_lower-text);
  }
  .card .facts {
    padding-inline-start: 1.15em;
    list-style: disc;
    max-inline-size: 68ch;
  }
  .facts li {
    padding-inline-start: 0.1em;
  }
  .facts li::marker {
    color: var(--_chart-quiet);
  }
  .facts li + li {
    margin-block-start: 0.25em;
  }
  .sure .fine {
    max-inline-size: 74ch;
  }
  .goals ul {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto auto;
    column-gap: 1.3em;
  }
  .goals li {
    display: grid;
    grid-column: 1 / -1;
    grid-template-columns: subgrid;
    align-items: baseline;
    padding-block: 0.45em;
    border-block-start: 1px solid var(--_chart-grid);
  }
  .goals li:first-child {
    border-block-start: 0;
  }
  .goals b {
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  .outcome {
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  .outcome.reached {
    color: var(--_raise-text);
  }
  .outcome.missed {
    color: var(--_lower-text);
  }
  footer {
    margin-block-start: -0.3em;
  }
  @container (min-width: 52rem) {
    .below:has(.goals) {
      grid-template-columns: minmax(0, 3fr) minmax(17rem, 2fr);
    }
  }
  @container (max-width: 24rem) {
    .content {
      padding: 1em;
    }
    .goals li {
      grid-template: 'when outcome' auto 'value outcome' auto / minmax(0, 1fr) auto;
      column-gap: 0.9em;
    }
    .outcome {
      grid-area: outcome;
      align-self: center;
    }
    .pickers,
    .toggles {
      inline-size: 100%;
    }
    .pickers label {
      flex: 1 1 100%;
    }
    .pickers span {
      min-inline-size: 3.6em;
    }
    .pickers select {
      flex: 1 1 auto;
    }
    .figures {
      gap: 0.9em 1.5em;
    }
  }

  .message {
    display: grid;
    gap: 0.5em;
    justify-items: start;
    max-inline-size: 60ch;
    color: var(--_muted);
  }
  .message .title {
    color: var(--_text);
    font-size: 1.08em;
    font-weight: 650;
  }
  .bones {
    display: grid;
    gap: 0.9em;
  }
  .bone {
    display: block;
    block-size: 0.9em;
    border-radius: 1em;
    background: var(--_muted);
    opacity: 0.2;
  }
  .bone.title {
    inline-size: min(14em, 60%);
  }
  .bone.line {
    inline-size: min(20em, 80%);
    block-size: 0.6em;
  }
  .bone.big {
    inline-size: 7em;
    block-size: 1.9em;
    border-radius: 0.4em;
  }
  .bone-chart {
    display: grid;
    align-content: space-between;
    block-size: 12em;
    margin-block-start: 0.6em;
  }
  .bone-chart i {
    block-size: 1px;
    background: var(--_chart-grid);
  }
  @media (forced-colors: active) {
    .toggle[aria-pressed='true']::before {
      background: Highlight;
      forced-color-adjust: none;
    }
    .note {
      border-color: CanvasText;
    }
    .bone {
      background: GrayText;
    }
  }
  @media print {
    .card {
      break-inside: avoid;
      border-color: currentColor;
    }
    .pickers,
    .toggles,
    .retry {
      display: none;
    }
  }
`;
