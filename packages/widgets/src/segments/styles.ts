import { css } from '../internal/css.js';

/** A list of segments, each a row that opens. */
export const styles = css`
  .list {
    border-block: 1px solid var(--_chart-grid);
  }
  .segment + .segment {
    border-block-start: 1px solid var(--_chart-grid);
  }
  summary {
    display: grid;
    grid-template: 'mark name' auto '. bars' auto / auto minmax(0, 1fr);
    gap: 0.35em 0.7em;
    align-items: center;
    min-block-size: 24px;
    padding-block: 0.7em;
    border-radius: 0.4em;
    cursor: pointer;
    list-style: none;
  }
  summary::-webkit-details-marker {
    display: none;
  }
  summary::before {
    content: '';
    grid-area: mark;
    padding: 0.19em;
    border: solid var(--_muted);
    border-width: 0 1.5px 1.5px 0;
    rotate: -45deg;
  }
  summary:dir(rtl)::before {
    rotate: 135deg;
  }
  [open] > summary::before,
  [open] > summary:dir(rtl)::before {
    rotate: 45deg;
  }
  summary:hover {
    background: var(--_sunken);
  }
  summary:focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }
  .name {
    grid-area: name;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .name b {
    font-weight: 600;
  }
  .name span {
    margin-inline-start: 0.5em;
    color: var(--_muted);
    font-size: 0.923em;
    font-variant-numeric: tabular-nums;
  }
  .bars {
    grid-area: bars;
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) 3.6em;
    gap: 0.1em 0.7em;
    align-items: center;
    font-size: 0.923em;
  }
  .bars i {
    color: var(--_muted);
    font-style: normal;
  }
  .bars em {
    font-style: normal;
    font-variant-numeric: tabular-nums;
    text-align: end;
  }
  .bar {
    display: block;
    inline-size: 100%;
    block-size: 0.6em;
    border-radius: 0.2em;
    background: var(--_sunken);
  }
  .bar:dir(rtl) {
    transform: scaleX(-1);
  }
  .more {
    display: grid;
    gap: 0.7em 2em;
    padding: 0.1em 0 1em 1.4em;
  }
  .card .more {
    padding-block: 0.1em 1em;
    padding-inline-start: 1.4em;
  }
  .card .more ul {
    padding-inline-start: 1.15em;
    list-style: disc;
  }
  .more li + li {
    margin-block-start: 0.2em;
  }
  @container (min-width: 34rem) {
    summary {
      grid-template: 'mark name bars' auto / auto minmax(0, 2fr) minmax(0, 3fr);
    }
    .name span {
      display: block;
      margin-inline-start: 0;
    }
  }
  @container (min-width: 48rem) {
    .more {
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    }
  }
  @media (forced-colors: active) {
    .bar {
      border: 1px solid CanvasText;
    }
    .bar rect {
      forced-color-adjust: none;
      fill: CanvasText;
    }
  }
  @media print {
    .bar {
      print-color-adjust: exact;
    }
  }
`;
