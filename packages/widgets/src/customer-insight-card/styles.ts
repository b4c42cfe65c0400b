import { css } from '../internal/css.js';

/**
 * The card's head, health and figures, in em of its font size, from 200 px to 1,600. Places of parts that are still to come
 * are held by their usual height, so that what stands below does not jump when they arrive.
 */
export const styles = css`
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: start;
    align-content: start;
    gap: 0.35em 1em;
    min-block-size: 7.8em;
  }
  h2 {
    flex: 1 1 100%;
    min-inline-size: 0;
    font-size: 1.286em;
    font-weight: 650;
    line-height: 1.25;
    letter-spacing: -0.005em;
    overflow-wrap: anywhere;
  }
  h2 .bone {
    inline-size: 9em;
    margin-block: 0.33em;
  }
  .segment {
    display: grid;
    flex: 1 1 12em;
    gap: 0.2em;
    min-inline-size: 0;
    min-block-size: 2.9em;
    align-content: start;
  }
  .segment > .bone {
    inline-size: min(60%, 14em);
    margin-block: 0.5em;
  }
  .tag {
    display: inline-block;
    margin-inline-end: 0.4em;
    padding: 0.1em 0.6em;
    border-radius: 1em;
    background: var(--_sunken);
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .note {
    margin-block-start: 0.85em;
    padding: 0.55em 0.75em;
    border-inline-start: 3px solid var(--_lower);
    border-radius: 0.25em;
    background: var(--_sunken);
  }
  .columns {
    display: grid;
    gap: 1.5em 2.5em;
    margin-block-start: 1em;
  }
  .column {
    display: grid;
    gap: 1.5em;
    min-inline-size: 0;
    align-content: start;
  }

  .health:not(:has(> .absent)) {
    min-block-size: 14.3em;
  }
  .verdict {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0.1em 0.55em;
    padding: 0.7em 0.9em;
    border-radius: 0.5em;
    background: var(--_sunken);
    overflow-wrap: anywhere;
    print-color-adjust: exact;
  }
  .verdict b {
    font-size: 1.143em;
  }
  .verdict .mark {
    align-self: center;
    inline-size: 1.35em;
  }
  .verdict.good {
    background: var(--_good-surface);
    color: var(--_good);
  }
  .verdict.watch {
    background: var(--_watch-surface);
    color: var(--_watch);
  }
  .verdict.risk {
    background: var(--_risk-surface);
    color: var(--_risk);
  }
  .mark {
    flex: none;
    inline-size: 1.1em;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.5;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .signs {
    display: grid;
    gap: 0.35em 1.25em;
  }
  .signs li {
    display: flex;
    gap: 0.5em;
    min-inline-size: 0;
  }
  .signs li > span {
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .signs .mark {
    margin-block-start: 0.2em;
    block-size: 1.1em;
  }
  .mark.good {
    color: var(--_good);
  }
  .mark.watch {
    color: var(--_watch);
  }
  .mark.risk {
    color: var(--_risk);
  }
  .mark.unknown {
    color: var(--_muted);
  }

  .tiles {
    display: grid;
    grid-auto-flow: dense;
    gap: 0.75em;
  }
  .tile {
    box-sizing: border-box;
    display: grid;
    align-content: start;
    align-items: baseline;
    gap: 0 0.6em;
    min-block-size: 7.7em;
    padding: 0.7em 0.85em;
    border: 1px solid var(--_border);
    border-radius: 0.5em;
    background: none;
    overflow-wrap: anywhere;
  }
  .tile > .bones {
    grid-column: 1 / -1;
  }
  button.tile {
    position: relative;
    cursor: pointer;
  }
  button.tile:hover,
  .tile[aria-expanded='true'] {
    background: var(--_sunken);
  }
  .tile[aria-expanded='true'] {
    border-color: var(--_muted);
  }
  button.tile::after {
    content: '';
    position: absolute;
    inset-block-start: 1em;
    inset-inline-end: 0.95em;
    padding: 0.17em;
    border: solid var(--_muted);
    border-width: 0 1.5px 1.5px 0;
    rotate: 45deg;
  }
  .tile[aria-expanded='true']::after {
    inset-block-start: 1.2em;
    rotate: 225deg;
  }
  .tile .label {
    padding-inline-end: 1.2em;
    color: var(--_muted);
    font-size: 0.923em;
  }
  .tile .value {
    font-size: 1.7em;
    font-variant-numeric: tabular-nums;
    letter-spacing: -0.01em;
    line-height: 1.25;
  }
  .tile .range {
    font-variant-numeric: tabular-nums;
  }
`;
