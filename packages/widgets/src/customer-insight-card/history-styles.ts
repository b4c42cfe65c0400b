import { css } from '../internal/css.js';

/** Tones, the course of the past year, and the list of what happened. */
export const historyStyles = css`
  .tone:not(:has(> .absent)) {
    min-block-size: 15.9em;
  }
  .tone-plot {
    display: block;
    overflow: visible;
  }
  .grid {
    stroke: var(--_border);
    stroke-width: 1;
    vector-effect: non-scaling-stroke;
  }
  .point {
    stroke: var(--_surface);
    stroke-width: 1;
  }
  .point.positive {
    fill: var(--_raise);
  }
  .point.neutral {
    fill: var(--_muted);
  }
  .point.negative {
    fill: var(--_lower);
  }
  .ends {
    display: flex;
    justify-content: space-between;
    gap: 1em;
  }
  .scroll {
    max-block-size: 12em;
    margin-block-start: 0.35em;
    overflow: auto;
  }
  .as-table table {
    inline-size: 100%;
    border-collapse: collapse;
  }
  .as-table :is(th, td) {
    padding: 0.25em 0.5em;
    border-block-end: 1px solid var(--_hair);
    font-weight: 400;
  }

  .timeline:has(> .bones) {
    min-block-size: 27em;
  }
  .course svg {
    display: block;
    inline-size: 100%;
    block-size: 2.75rem;
    margin-block: 0.35em 0.15em;
  }
  .course figcaption {
    display: flex;
    align-items: baseline;
    justify-content: space-between;
    gap: 1em;
  }
  .course figcaption b {
    color: var(--_text);
  }
  .course .line {
    fill: none;
    stroke: var(--_accent);
    stroke-width: 1.75;
    stroke-linejoin: round;
    vector-effect: non-scaling-stroke;
  }
  .course .area {
    fill: var(--_accent);
    opacity: 0.08;
  }
  .course .grid {
    stroke-dasharray: 2 3;
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 0.4em;
  }
  .chip {
    box-sizing: border-box;
    min-block-size: max(1.9em, 24px);
    padding: 0 0.75em;
    border: 1px solid var(--_border);
    border-radius: 1em;
    background: none;
    font-size: 0.923em;
    cursor: pointer;
  }
  .chip:hover {
    background: var(--_sunken);
  }
  .chip[aria-pressed='true'] {
    border-color: var(--_text);
    background: var(--_text);
    color: var(--_surface);
  }
  .entry {
    display: grid;
    grid-template: 'time aside' auto 'body body' auto / minmax(0, 1fr) auto;
    gap: 0 0.9em;
    padding-block: 0.45em;
    border-block-start: 1px solid var(--_hair);
  }
  .entry:first-child {
    border-block-start: 0;
  }
  .entry time {
    grid-area: time;
    color: var(--_muted);
    font-size: 0.923em;
    font-variant-numeric: tabular-nums;
  }
  .entry .body {
    grid-area: body;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .entry .body b {
    margin-inline-end: 0.3em;
    font-weight: 600;
  }
  .entry .aside {
    grid-area: aside;
    text-align: end;
  }
  .more {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.35em 0.85em;
  }
`;
