import { css } from '../internal/css.js';

/**
 * Foot, density, and how all of it fits: by the card's width, in forced colours and on paper. Adopted after what it changes.
 */
export const fitStyles = css`
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
