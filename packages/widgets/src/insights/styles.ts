import { css } from '../internal/css.js';

/** A list of changes: how large beside what is known of it. */
export const styles = css`
  ol {
    margin: 0;
    padding: 0;
    list-style: none;
    border-block-start: 1px solid var(--_chart-grid);
  }
  .change {
    display: grid;
    gap: 0.35em 1.5em;
    padding-block: 1em;
    border-block-end: 1px solid var(--_chart-grid);
  }
  .told {
    display: grid;
    gap: 0.45em;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .size {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0.1em 0.45em;
    font-size: 1.23em;
    font-weight: 650;
    font-variant-numeric: tabular-nums;
    line-height: 1.3;
  }
  .size span:first-child {
    font-size: 0.7em;
  }
  .size.good {
    color: var(--_raise-text);
  }
  .size.bad {
    color: var(--_lower-text);
  }
  .turn {
    color: var(--_muted);
    font-size: 0.75em;
    font-weight: 400;
  }
  .told > p {
    max-inline-size: 68ch;
  }
  .links {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.4em 1em;
  }
  .sure {
    padding: 0.1em 0.65em;
    border: 1px solid var(--_border);
    border-radius: 1em;
    color: var(--_muted);
    font-size: 0.923em;
  }
  .link {
    min-block-size: 24px;
    border: 0;
    background: none;
    color: var(--_accent);
    font: inherit;
    text-decoration: underline;
    text-decoration-color: color-mix(in srgb, currentColor 40%, transparent);
    text-underline-offset: 0.2em;
    cursor: pointer;
  }
  .link:hover {
    text-decoration-color: currentColor;
  }
  :is(.link, .drivers summary):focus-visible {
    border-radius: 0.3em;
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }
  .range {
    display: block;
    inline-size: min(100%, 26em);
    overflow: visible;
  }
  .range:dir(rtl) {
    transform: scaleX(-1);
  }
  .rail {
    stroke: var(--_chart-grid);
    stroke-width: 1;
  }
  .usual {
    fill: var(--_chart-quiet);
    opacity: 0.35;
  }
  .expected {
    stroke: var(--_muted);
    stroke-width: 1.5;
  }
  .dot {
    fill: var(--_chart-main);
    stroke: var(--_surface);
    stroke-width: 2;
  }
  .drivers > summary {
    display: inline-flex;
    align-items: center;
    gap: 0.5em;
    min-block-size: 24px;
    color: var(--_muted);
    font-size: 0.923em;
    cursor: pointer;
    list-style: none;
  }
  .drivers > summary::-webkit-details-marker {
    display: none;
  }
  .drivers > summary::before {
    content: '';
    padding: 0.17em;
    border: solid;
    border-width: 0 1.5px 1.5px 0;
    rotate: -45deg;
  }
  .drivers > summary:dir(rtl)::before {
    rotate: 135deg;
  }
  .drivers[open] > summary::before,
  .drivers[open] > summary:dir(rtl)::before {
    rotate: 45deg;
  }
  .drivers[open] > summary {
    margin-block-end: 0.6em;
  }
  .quiet-week {
    display: grid;
    gap: 0.35em;
    padding: 1.2em;
    border-radius: 0.5em;
    background: var(--_sunken);
  }
  .said {
    font-weight: 600;
  }
  @container (min-width: 34rem) {
    .change:not(.plain) {
      grid-template-columns: 7.5em minmax(0, 1fr);
    }
    .size {
      display: block;
    }
    .turn {
      display: block;
    }
  }
  @media (forced-colors: active) {
    .dot {
      fill: Highlight;
    }
    .usual {
      fill: GrayText;
      opacity: 1;
    }
    .expected,
    .rail {
      stroke: CanvasText;
    }
  }
  @media print {
    .link {
      display: none;
    }
    .change {
      break-inside: avoid;
    }
    .range {
      print-color-adjust: exact;
    }
  }
`;
