import { css } from '../internal/css.js';

/** A board of cards in two columns that fill by themselves, from 12.5rem (200 px) up. */
export const styles = css`
  .board {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1em;
    container: board / inline-size;
    color: var(--_text);
    font-family: var(--aicrm-font-family, inherit);
    font-size: var(--aicrm-font-size, 0.875rem);
    font-weight: 400;
    line-height: 1.45;
    text-align: start;
  }
  .board :where(p, dl, dd, dt, h2, h3, h4, button, table, th, td) {
    margin: 0;
    padding: 0;
  }
  .sr {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  h2 {
    font-size: 1.57em;
    font-weight: 650;
    letter-spacing: -0.01em;
    line-height: 1.25;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5em;
  }
  .board .retry {
    padding: 0 0.8em;
  }
  .top {
    align-items: end;
  }
  .filters {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 0.7em 0.9em;
  }
  .filters label {
    display: grid;
    gap: 0.2em;
    min-inline-size: 0;
    color: var(--_muted);
    font-size: 0.923em;
  }
  .filters select {
    max-inline-size: 15em;
    font-size: 1.083em;
  }
  .clear,
  .link {
    min-block-size: 24px;
    border: 0;
    background: none;
    color: var(--_accent);
    font: inherit;
    text-align: start;
    cursor: pointer;
  }
  .clear {
    min-block-size: max(24px, 2.15em);
    text-decoration: underline;
    text-underline-offset: 0.2em;
  }
  :is(.clear, .link):focus-visible {
    border-radius: 0.3em;
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }
  .link:hover {
    text-decoration: underline;
    text-underline-offset: 0.2em;
  }
  .missed {
    color: var(--_lower-text);
    font-size: 0.923em;
  }

  .tiles {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1px;
    overflow: hidden;
    border: 1px solid var(--_border);
    border-radius: var(--aicrm-panel-radius, 0.75rem);
    background: var(--_chart-grid);
  }
  .tile {
    display: grid;
    grid-template: 'label label' auto 'big spark' 2.6em / minmax(0, 1fr) auto;
    align-content: start;
    gap: 0.15em 0.8em;
    min-block-size: 9.2em;
    padding: 1em 1.1em;
    background: var(--_surface);
  }
  .board .tile {
    padding: 1em 1.1em;
  }
  .tile dt {
    grid-area: label;
    color: var(--_muted);
  }
  .tile .big {
    grid-area: big;
    align-self: center;
    font-size: 1.86em;
    font-weight: 650;
    font-variant-numeric: tabular-nums;
    letter-spacing: -0.015em;
    line-height: 1.2;
    white-space: nowrap;
  }
  .tile .figure {
    inline-size: 4em;
    block-size: 0.7em;
    border-radius: 0.3em;
  }
  .spark-cell {
    grid-area: spark;
    align-self: center;
    line-height: 0;
  }
  .tile :is(.fine, .missed) {
    grid-column: 1 / -1;
  }

  .columns,
  .column {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    gap: 1em;
  }
  .room {
    display: grid;
    gap: 0.35em;
    align-content: start;
  }
  .room-forecast {
    min-block-size: 34em;
  }
  .room-insights {
    min-block-size: 22em;
  }
  .room-segments {
    min-block-size: 24em;
  }
  .room-churn {
    min-block-size: 25em;
  }
  .room-funnel,
  .room-aspects {
    min-block-size: 22em;
  }
  .room-reasons {
    min-block-size: 14em;
  }
  .room-churn .content {
    padding: 1em;
  }
  .card .content {
    gap: 0.8em;
    padding: 1em;
  }
  .says {
    max-inline-size: 60ch;
    color: var(--_muted);
  }
  .says + .retry {
    justify-self: start;
  }

  .table-room {
    overflow-x: auto;
  }
  .list {
    inline-size: 100%;
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
  .board .list :is(th, td) {
    padding: 0.42em 0.9em 0.42em 0;
    border-block-end: 1px solid var(--_chart-grid);
    font-weight: 400;
    text-align: start;
    vertical-align: baseline;
  }
  .board .list :is(th, td):dir(rtl) {
    padding: 0.42em 0 0.42em 0.9em;
  }
  .board .list :is(th, td):last-child {
    padding-inline-end: 0;
  }
  .list thead th {
    color: var(--_muted);
    font-size: 0.923em;
  }
  .board .list .num {
    text-align: end;
    white-space: nowrap;
  }
  .board .list thead .num {
    white-space: normal;
  }
  .board .list .strong {
    font-weight: 600;
  }
  .under {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5em 0.9em;
  }
  .under .fine {
    flex: 1 1 16em;
  }
  .wide-only {
    display: none;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 0.3em 1.1em;
    color: var(--_muted);
    font-size: 0.923em;
  }
  .key::before {
    content: '';
    display: inline-block;
    inline-size: 0.75em;
    block-size: 0.75em;
    margin-inline-end: 0.45em;
    border-radius: 0.2em;
    background: var(--_ink);
    print-color-adjust: exact;
  }
  h4 {
    color: var(--_muted);
    font-size: 0.923em;
    font-weight: 600;
  }

  @container board (min-width: 30rem) {
    .tiles {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
    .wide-only {
      display: table-cell;
    }
  }
  @container board (min-width: 60rem) {
    .tiles {
      grid-template-columns: repeat(4, minmax(0, 1fr));
    }
    .columns {
      grid-template-columns: minmax(0, 7fr) minmax(0, 5fr);
    }
  }
  @media (forced-colors: active) {
    .tiles {
      background: CanvasText;
    }
    .key::before {
      forced-color-adjust: none;
    }
  }
  @media print {
    .actions,
    .filters,
    .under .retry {
      display: none;
    }
    .board,
    .columns,
    .column {
      display: block;
    }
    .board > *,
    .column > * {
      margin-block-end: 1em;
    }
    .room,
    .room > * {
      min-block-size: 0;
    }
    [class*='room-'] {
      min-block-size: 0;
    }
    .tiles {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
    .tile,
    .card,
    .list tr {
      break-inside: avoid;
    }
  }
`;
