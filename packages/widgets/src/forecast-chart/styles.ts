import { css } from '../internal/css.js';

/** What a forecast has beside the card: figures, layers, targets and how sure it is. Everything is set in em. */
export const styles = css`
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

  @media (forced-colors: active) {
    .toggle[aria-pressed='true']::before {
      background: Highlight;
      forced-color-adjust: none;
    }
  }
  @media print {
    .card {
      break-inside: avoid;
    }
    .pickers,
    .toggles {
      display: none;
    }
  }
`;
