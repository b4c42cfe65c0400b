import { css } from '../internal/css.js';

/**
 * The card, in em of its font size, from 200 px to 1,600. Places of parts that are still to come are held by their usual
 * height, so that what stands below does not jump when they arrive.
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

  .reasons {
    grid-column: 1 / -1;
    min-inline-size: 0;
    padding: 0.75em 0.9em;
    border-radius: 0.5em;
    background: var(--_sunken);
  }
  .reasons > .fine {
    margin-block-start: 0.5em;
  }
  .reasons table,
  .reasons tbody {
    display: block;
    inline-size: 100%;
  }
  .reasons caption {
    display: block;
    padding-block-end: 0.3em;
    font-weight: 650;
  }
  .reasons tbody tr {
    display: grid;
    grid-template: 'name share' auto 'detail share' auto / minmax(0, 1fr) auto;
    column-gap: 0.9em;
    align-items: center;
    padding-block: 0.4em;
    border-block-start: 1px solid var(--_border);
  }
  .reasons th {
    grid-area: name;
    font-weight: 500;
    overflow-wrap: anywhere;
  }
  .reasons .detail {
    grid-area: detail;
    color: var(--_muted);
    font-size: 0.923em;
  }
  .reasons .total {
    grid-template: 'name detail share' auto / minmax(0, 1fr) auto auto;
  }
  .reasons .total:last-child {
    border-block-start-color: var(--_muted);
  }
  .reasons .total:last-child > * {
    color: inherit;
    font-weight: 650;
  }
  .share {
    grid-area: share;
    display: flex;
    align-items: center;
    align-self: stretch;
    gap: 0.6em;
  }
  .number {
    min-inline-size: 4em;
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  .track {
    position: relative;
    inline-size: 6.5em;
    align-self: stretch;
    margin-block: -0.4em;
  }
  .track::before {
    content: '';
    position: absolute;
    inset-block: 0;
    inset-inline-start: 50%;
    border-inline-start: 1px solid var(--_border);
  }
  .bar {
    position: absolute;
    inset-block: calc(50% - 0.35em);
    inline-size: calc(var(--size) * 50%);
    min-inline-size: 1px;
    background: var(--_raise);
  }
  .bar.worse {
    background: var(--_lower);
  }
  .up {
    inset-inline-start: 50%;
    border-start-end-radius: 2px;
    border-end-end-radius: 2px;
  }
  .down {
    inset-inline-end: 50%;
    border-start-start-radius: 2px;
    border-end-start-radius: 2px;
  }

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

  slot:not([name])::slotted(*) {
    margin-block-start: 1.25em;
  }
  footer {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.1em 1.25em;
    margin-block-start: 1.25em;
    padding-block-start: 0.65em;
    border-block-start: 1px solid var(--_border);
    color: var(--_muted);
    font-size: 0.923em;
  }
  :host([density='compact']) .card {
    padding: var(--aicrm-card-padding, 0.9em);
    font-size: var(--aicrm-font-size, 0.8125rem);
  }
  :host([density='compact']) :is(.columns, .column) {
    row-gap: 1em;
  }
  :host([density='compact']) .how {
    display: none;
  }
  :host([density='compact']) .health {
    min-block-size: 0;
  }
  :host([density='compact']) .tile {
    padding-block: 0.5em;
  }
  /* One below the other: label and value share a line. */
  @container (17rem <= width < 26rem) {
    .tile {
      grid-template: 'label value' auto 'of range' auto / minmax(0, 1fr) auto;
      min-block-size: 5.1em;
    }
    button.tile {
      padding-inline-end: 2em;
    }
    .tile .label {
      grid-area: label;
    }
    .tile .value {
      grid-area: value;
      text-align: end;
    }
    .tile .range {
      grid-area: range;
      text-align: end;
    }
    .tile .fine {
      grid-area: of;
    }
    .tile .bone:nth-child(3) {
      display: none;
    }
  }
  @container (min-width: 26rem) {
    .tiles {
      grid-template-columns: repeat(3, minmax(0, 1fr));
    }
    header {
      min-block-size: 6.6em;
    }
    .health:not(:has(> .absent)) {
      min-block-size: 12em;
    }
  }
  @container (min-width: 28rem) {
    .entry {
      grid-template: 'time body aside' auto / 5.75em minmax(0, 1fr) auto;
      align-items: baseline;
    }
  }
  @container (min-width: 36rem) {
    h2 {
      flex: 1 1 auto;
    }
    h2 .bone {
    inline-size: 9em;
    margin-block: 0.33em;
  }
  .segment {
      flex: 1 1 100%;
      order: 1;
    }
  }
  @container (min-width: 40rem) {
    header {
      min-block-size: 5.1em;
    }
    .health:not(:has(> .absent)) {
      min-block-size: 8.8em;
    }
    .tone:not(:has(> .absent)) {
      min-block-size: 14.6em;
    }
  }
  /* How many proposals there will be nobody knows: in one column, what stands below them waits for them. */
  @container (max-width: 53.99rem) {
    .column:has(.next .bones) + .column {
      visibility: hidden;
    }
  }
  @container (min-width: 54rem) {
    .columns {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
  }
  @container (max-width: 22rem) {
    .reasons tbody tr:not(.total) {
      grid-template: 'name' auto 'detail' auto 'share' auto / minmax(0, 1fr);
    }
    .reasons .total {
      grid-template: 'name share' auto 'detail share' auto / minmax(0, 1fr) auto;
    }
    .track {
      flex: 1;
      min-block-size: 1.1em;
      margin-block: 0;
    }
    .reasons {
      padding-inline: 0.65em;
    }
    .number {
      min-inline-size: 3em;
    }
  }
  @media (forced-colors: active) {
    .verdict {
      border: 1px solid CanvasText;
    }
    .bar,
    .bar.worse {
      forced-color-adjust: none;
      background: CanvasText;
    }
    .bar.down {
      box-sizing: border-box;
      border: 1px solid CanvasText;
      background: Canvas;
    }
    .point {
      fill: CanvasText;
      stroke: Canvas;
    }
    .course .line {
      stroke: CanvasText;
    }
    .chip[aria-pressed='true'] {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
  }
  @media print {
    .chips,
    button.tile::after {
      display: none;
    }
    .bar,
    .point {
      print-color-adjust: exact;
    }
  }
`;
