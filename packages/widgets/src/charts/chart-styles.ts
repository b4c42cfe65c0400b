import { css } from '../internal/css.js';

/**
 * What charts are drawn in. Every mark takes its colour from `--_ink`, so that a class decides it in chart, tooltip and
 * legend at once. Needs `tokens` and `panelTokens` beside it. Inks keep 3:1 on the surface.
 */
export const chartStyles = css`
  :host {
    /* What is only for screen readers is placed absolutely: it must not make a host's page longer. */
    position: relative;
    --_chart-grid: var(--aicrm-chart-grid, light-dark(#e6eaef, #2c3543));
    --_chart-main: var(--aicrm-chart-main, light-dark(#1d5fd1, #7aa9ff));
    --_chart-quiet: var(--aicrm-chart-quiet, light-dark(#7b8798, #8793a5));
  }
  .ink-main,
  .ink-1 {
    --_ink: var(--_chart-main);
  }
  .ink-good {
    --_ink: var(--aicrm-chart-good, var(--_raise));
  }
  .ink-bad {
    --_ink: var(--aicrm-chart-bad, var(--_lower));
  }
  .ink-neutral {
    --_ink: var(--aicrm-chart-neutral, light-dark(#8d99a8, #7b8798));
  }
  .ink-quiet {
    --_ink: var(--_chart-quiet);
  }
  .ink-1 {
    --_ink: var(--aicrm-chart-1, var(--_chart-main));
  }
  .ink-2 {
    --_ink: var(--aicrm-chart-2, light-dark(#0d8a76, #3cc4a6));
  }
  .ink-3 {
    --_ink: var(--aicrm-chart-3, light-dark(#b8660a, #eba449));
  }
  .ink-4 {
    --_ink: var(--aicrm-chart-4, light-dark(#7a4fd0, #b59aff));
  }
  .ink-5 {
    --_ink: var(--aicrm-chart-5, light-dark(#c03a6b, #f486ac));
  }
  .ink-6 {
    --_ink: var(--aicrm-chart-6, light-dark(#4a6b82, #8fb3cc));
  }

  .chart {
    position: relative;
    min-inline-size: 0;
  }
  .ruler {
    block-size: 0;
  }
  .plot {
    position: relative;
  }
  .keys {
    border-radius: 0.4em;
    touch-action: pan-y;
  }
  .keys:focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: 3px;
  }
  .choose {
    cursor: pointer;
  }
  .drawing {
    display: block;
    inline-size: 100%;
    block-size: auto;
    overflow: visible;
    fill: none;
    stroke: none;
    stroke-width: 1;
    /* Where text is anchored is computed, whatever the direction around. */
    direction: ltr;
  }
  .drawing text {
    fill: var(--_text);
    font-size: 11px;
    font-variant-numeric: tabular-nums;
    unicode-bidi: plaintext;
  }
  .drawing text.muted {
    fill: var(--_muted);
  }
  .drawing text.strong {
    font-weight: 650;
  }
  .drawing text.body {
    font-size: 12px;
  }
  .drawing text.on-ink {
    fill: var(--_surface);
    font-weight: 650;
  }
  .grid {
    stroke: var(--_chart-grid);
  }
  .axis {
    stroke: var(--_chart-quiet);
  }
  .span {
    fill: var(--_sunken);
  }
  .stroke {
    fill: none;
    stroke: var(--_ink);
    stroke-width: 2;
    stroke-linejoin: round;
    stroke-linecap: round;
  }
  .stroke.dashed {
    stroke-dasharray: 5 4;
    stroke-linecap: butt;
  }
  .stroke.dotted {
    stroke-width: 1.5;
    stroke-dasharray: 1.5 3.5;
  }
  .stroke.goal {
    stroke-width: 2.5;
    stroke-linecap: butt;
  }
  .stroke.thin {
    stroke-width: 1.25;
  }
  .fill {
    fill: var(--_ink);
    fill-opacity: 0.24;
  }
  .fill.area-wide {
    fill-opacity: 0.12;
  }
  .solid-fill {
    fill: var(--_ink);
  }
  .whisker {
    stroke: var(--_text);
    stroke-opacity: 0.55;
  }
  .open {
    fill: var(--_surface);
    stroke: var(--_ink);
    stroke-width: 2;
  }
  .spark {
    display: inline-block;
    flex: none;
    vertical-align: middle;
    fill: none;
  }
  .spark-line {
    stroke-width: 1.5;
  }
  .cursor .rule {
    stroke: var(--_muted);
    stroke-dasharray: 2 2;
  }
  .dot {
    fill: var(--_ink);
    stroke: var(--_surface);
    stroke-width: 2;
  }
  .lit {
    fill: var(--_text);
    fill-opacity: 0.06;
  }

  .tip {
    position: absolute;
    z-index: 1;
    box-sizing: border-box;
    max-inline-size: min(18rem, 100%);
    inline-size: max-content;
    padding: 0.5em 0.7em;
    border: 1px solid var(--_border);
    border-radius: 0.5em;
    background: var(--_surface);
    box-shadow: var(--_shadow);
    color: var(--_text);
    font-size: 0.923em;
    pointer-events: none;
  }
  .tip-title {
    margin: 0 0 0.2em;
    font-weight: 650;
  }
  .tip dl {
    margin: 0;
  }
  .tip dl > div {
    display: flex;
    justify-content: space-between;
    gap: 1.2em;
  }
  .tip dt {
    color: var(--_muted);
  }
  .tip dd {
    margin: 0;
    font-variant-numeric: tabular-nums;
    font-weight: 600;
    white-space: nowrap;
  }
  .sample {
    display: inline-block;
    flex: none;
    inline-size: 16px;
    block-size: 12px;
    margin-inline-end: 0.45em;
    vertical-align: -1px;
    fill: none;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25em 1.1em;
    margin: 0;
    padding: 0;
    list-style: none;
    color: var(--_muted);
    font-size: 0.923em;
  }

  .as-table {
    margin-block-start: 0.4em;
    font-size: 0.923em;
  }
  .as-table summary {
    display: inline-flex;
    align-items: center;
    gap: 0.45em;
    min-block-size: 24px;
    border-radius: 0.3em;
    color: var(--_muted);
    cursor: pointer;
    list-style: none;
  }
  .as-table summary::-webkit-details-marker {
    display: none;
  }
  .as-table summary::before {
    content: '';
    padding: 0.17em;
    border: solid;
    border-width: 0 1.5px 1.5px 0;
    rotate: -45deg;
  }
  .as-table summary:dir(rtl)::before {
    rotate: 135deg;
  }
  .as-table[open] summary::before,
  .as-table[open] summary:dir(rtl)::before {
    rotate: 45deg;
  }
  .as-table summary:hover {
    color: var(--_text);
  }
  :is(.as-table summary, .scroll):focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }
  .scroll {
    max-block-size: 22em;
    margin-block-start: 0.3em;
    overflow: auto;
    border: 1px solid var(--_border);
    border-radius: 0.5em;
  }
  .numbers {
    inline-size: 100%;
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
  .numbers :is(th, td) {
    padding: 0.35em 0.7em;
    border-block-end: 1px solid var(--_chart-grid);
    font-weight: 400;
    text-align: end;
    white-space: nowrap;
  }
  .numbers tbody tr:last-child > * {
    border-block-end: 0;
  }
  .numbers :is(th:first-child) {
    text-align: start;
  }
  .numbers thead th {
    position: sticky;
    inset-block-start: 0;
    background: var(--_sunken);
    color: var(--_muted);
    font-weight: 600;
  }
  .sr {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: 0;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  @media (forced-colors: active) {
    .drawing,
    .spark,
    .sample {
      forced-color-adjust: none;
    }
    .drawing text,
    .drawing text.muted {
      fill: CanvasText;
    }
    .stroke,
    .axis,
    .whisker,
    .cursor .rule {
      stroke: CanvasText;
    }
    .grid {
      stroke: GrayText;
      stroke-dasharray: 1 3;
    }
    .fill {
      fill: Canvas;
      fill-opacity: 1;
      stroke: CanvasText;
      stroke-dasharray: 4 2;
    }
    .fill.area-wide {
      stroke: GrayText;
    }
    .solid-fill {
      fill: Canvas;
      stroke: CanvasText;
      stroke-width: 1.5;
    }
    .solid-fill:is(.ink-main, .ink-1, .ink-good),
    :is(.ink-main, .ink-1, .ink-good) > .solid-fill {
      fill: CanvasText;
    }
    .solid-fill:is(.ink-bad, .ink-2),
    :is(.ink-bad, .ink-2) > .solid-fill {
      fill: Highlight;
    }
    .drawing text.on-ink {
      fill: CanvasText;
      paint-order: stroke;
      stroke: Canvas;
      stroke-width: 4px;
    }
    .open,
    .dot {
      fill: Canvas;
      stroke: CanvasText;
    }
    .dot {
      fill: Highlight;
    }
    .span {
      fill: none;
      stroke: GrayText;
    }
    .tip {
      border-color: CanvasText;
    }
  }
  @media print {
    .drawing,
    .spark,
    .sample {
      print-color-adjust: exact;
    }
    .tip,
    .as-table:not([open]),
    .cursor {
      display: none;
    }
    .scroll {
      max-block-size: none;
      overflow: visible;
    }
  }
`;
