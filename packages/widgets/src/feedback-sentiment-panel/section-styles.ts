import { css } from '../internal/css.js';

/** Columns, the course of time, tone marks, the table of topics, and what stands in their place while there is none. */
export const sectionStyles = css`
  .columns {
    display: grid;
    gap: calc(var(--_gap) * 1.25) 2.5em;
    margin-block-start: var(--_gap);
  }
  .columns > *,
  .column > * {
    min-inline-size: 0;
  }
  .column {
    display: grid;
    align-content: start;
    gap: calc(var(--_gap) * 1.25);
  }
  .section-head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0.4em 1em;
    min-block-size: 2.15em;
  }
  .course .legend {
    margin-block: 0.4em 0.6em;
  }
  .drawing .whisker {
    stroke: var(--_text);
    stroke-width: 1.25;
  }
  .drawing .few {
    fill: none;
    stroke: var(--_chart-quiet);
    stroke-dasharray: 2 3;
  }

  .tone-mark {
    flex: none;
    inline-size: 1.1em;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.5;
    stroke-linecap: round;
    vertical-align: -0.15em;
  }
  .tone-mark.of-neutral path {
    stroke-width: 2.4;
  }
  .of-negative {
    color: var(--_lower-text);
    fill: var(--aicrm-chart-bad, var(--_lower));
  }
  .of-positive {
    color: var(--_raise-text);
    fill: var(--aicrm-chart-good, var(--_raise));
  }
  .of-neutral,
  .of-none {
    color: var(--_muted);
    fill: var(--_neutral);
  }
  svg.tone-mark {
    fill: none;
  }

  .breakdown {
    display: block;
    inline-size: 100%;
    margin-block-start: 0.5em;
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
  .breakdown :is(thead, tbody) {
    display: block;
  }
  .breakdown tr {
    display: grid;
    grid-template-columns: minmax(0, 1.25fr) minmax(0, 1fr) minmax(0, 1.2fr) 4.2em;
    gap: 0 1em;
    align-items: center;
    padding-block: 0.35em;
    border-block-start: 1px solid var(--_hair);
  }
  .breakdown thead tr {
    border: 0;
    padding-block: 0.1em;
  }
  .breakdown :is(th, td) {
    padding: 0;
    font-weight: 400;
    text-align: start;
  }
  .breakdown thead th {
    color: var(--_muted);
    font-size: 0.923em;
  }
  .breakdown .name {
    max-inline-size: 100%;
    min-block-size: 24px;
    border: 0;
    border-radius: 0.3em;
    background: none;
    color: inherit;
    font: inherit;
    font-weight: 500;
    overflow-wrap: anywhere;
    text-align: start;
    text-decoration: underline;
    text-decoration-color: color-mix(in srgb, currentColor 25%, transparent);
    text-underline-offset: 0.2em;
    cursor: pointer;
  }
  .breakdown .name:hover {
    text-decoration-color: currentColor;
  }
  .breakdown .chosen {
    background: color-mix(in srgb, var(--_accent) 7%, transparent);
    box-shadow: -0.5em 0 0 color-mix(in srgb, var(--_accent) 7%, transparent), 0.5em 0 0
      color-mix(in srgb, var(--_accent) 7%, transparent);
  }
  .breakdown .chosen .name {
    color: var(--_accent);
    font-weight: 600;
  }
  .share-cell {
    display: grid;
    grid-template-columns: 2.9em minmax(0, 1fr);
    gap: 0.5em;
    align-items: center;
  }
  .tone-cell .value,
  .tone-cell .fine {
    display: block;
    font-size: 0.923em;
  }
  .share-bar,
  .tone-bar,
  .chance {
    display: block;
    inline-size: 100%;
    block-size: 0.5em;
    border-radius: 1px;
  }
  .share-bar .track,
  .chance .track {
    fill: var(--_sunken);
  }
  .share-bar .value {
    fill: var(--_chart-main);
  }
  .tone-bar:dir(rtl),
  .share-bar:dir(rtl),
  .chance:dir(rtl) {
    transform: scaleX(-1);
  }
  .change {
    font-weight: 600;
  }
  .worse {
    color: var(--_lower-text);
  }
  .better {
    color: var(--_raise-text);
  }
  .under {
    display: grid;
    gap: 0.2em;
    margin-block-start: 0.5em;
  }
  .offer {
    display: grid;
    justify-items: start;
    gap: 0.5em;
    margin-block-start: 0.75em;
  }

  .blank {
    display: grid;
    justify-items: start;
    gap: 0.35em;
    padding-block: 1.75em 1.25em;
  }
  .lead {
    font-size: 1.08em;
    font-weight: 600;
  }
  .blank .button {
    margin-block-start: 0.5em;
  }
  .bones {
    display: grid;
    gap: 0.8em;
    padding-block: 1.1em 0.4em;
  }
  .bone {
    display: block;
    inline-size: 40%;
    block-size: 0.8em;
    border-radius: 0.4em;
    background: var(--_sunken);
  }
  .bone.wide {
    inline-size: 72%;
    block-size: 1.2em;
  }
  .bone.box {
    inline-size: 100%;
    block-size: 11em;
    border-radius: 0.5em;
  }

  .facts {
    margin-block-start: var(--_gap);
    padding-block-start: 0.8em;
    border-block-start: 1px solid var(--_border);
    color: var(--_muted);
    font-size: 0.923em;
  }
  .facts li {
    display: inline;
  }
  .facts li + li::before {
    content: ' · ';
  }
  slot {
    display: block;
  }
`;
