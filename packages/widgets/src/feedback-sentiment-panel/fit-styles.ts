import { css } from '../internal/css.js';

/** How all of it fits: by the panel's width, in forced colours and on paper. Adopted after what it changes. */
export const fitStyles = css`
  @container feedback (min-width: 58rem) {
    .columns {
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    }
  }
  @container feedback (min-width: 84rem) {
    .columns {
      grid-template-columns: minmax(0, 5fr) minmax(0, 6fr);
    }
  }
  @container feedback (max-width: 33.9rem) {
    .breakdown thead {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    .breakdown tr {
      grid-template: 'name change' auto 'share tone' auto / minmax(0, 1fr) minmax(0, 1fr);
      gap: 0.25em 1.2em;
      padding-block: 0.55em;
    }
    .breakdown th {
      grid-area: name;
    }
    .share-cell {
      grid-area: share;
      align-self: start;
    }
    .tone-cell {
      grid-area: tone;
      padding-block-start: 0.35em;
    }
    .change-cell {
      grid-area: change;
      text-align: end;
    }
  }
  @container feedback (max-width: 22rem) {
    .panel {
      padding: 0.9em;
    }
    .headline {
      font-size: 1.154em;
    }
    .breakdown tr {
      grid-template: 'name change' auto 'share share' auto 'tone tone' auto / minmax(0, 1fr) auto;
      gap: 0.25em 0.8em;
    }
    .segments {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(7em, 1fr));
      gap: 0.3em;
      inline-size: 100%;
    }
    .segments button,
    .segments button:first-child,
    .segments button:last-child {
      margin: 0;
      border-radius: 0.5em;
    }
  }
  @media (forced-colors: active) {
    .chip[aria-pressed='true'],
    .segments button[aria-pressed='true'] {
      border-width: 2px;
      border-color: Highlight;
    }
    .tone-bar,
    .share-bar,
    .chance {
      forced-color-adjust: none;
      background: Canvas;
      outline: 1px solid CanvasText;
    }
    .tone-bar .of-negative {
      fill: CanvasText;
    }
    .tone-bar .of-neutral {
      fill: GrayText;
    }
    .tone-bar .of-positive,
    .share-bar .track,
    .chance .track {
      fill: Canvas;
    }
    .share-bar .value,
    .chance :not(.track) {
      fill: CanvasText;
    }
    .drawing .whisker,
    .drawing .few {
      stroke: CanvasText;
    }
    .drawing .part-negative {
      fill: CanvasText;
    }
    .drawing .part-neutral {
      fill: GrayText;
    }
    .drawing .part-positive {
      fill: Canvas;
    }
    .drawing .whisker {
      stroke: Highlight;
    }
  }
  @media print {
    .panel {
      border: 0;
      padding: 0;
    }
    .filters .select,
    .offer,
    .link,
    .try {
      display: none;
    }
    .tone-bar,
    .share-bar {
      print-color-adjust: exact;
    }
  }
`;
