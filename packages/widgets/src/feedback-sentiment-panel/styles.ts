import { css } from '../internal/css.js';

/** The panel, its summary, filters, course of time and tables. Laid out from 12.5rem (200 px) up by its own width. */
export const styles = css`
  :host {
    /* What is only for screen readers is placed absolutely: it must not make a host's page longer. */
    position: relative;
    display: block;
    container: feedback / inline-size;
    --_neutral: var(--aicrm-chart-neutral, light-dark(#8d99a8, #7b8798));
    --_hair: color-mix(in srgb, var(--_border) 60%, transparent);
    --_gap: 1.5em;
  }
  :host([density='compact']) {
    --_gap: 0.9em;
  }
  :host([hidden]) {
    display: none;
  }
  .panel {
    box-sizing: border-box;
    padding: 1.35em 1.5em;
    border: 1px solid var(--_border);
    border-radius: var(--aicrm-panel-radius, 0.75rem);
    background: var(--_surface);
    color: var(--_text);
    font-family: var(--aicrm-font-family, inherit);
    font-size: var(--aicrm-font-size, 0.8125rem);
    font-weight: 400;
    line-height: 1.45;
  }
  :host([density='compact']) .panel {
    padding: 0.85em 1em;
    line-height: 1.35;
  }
  .panel :where(p, ul, dl, dd, h2, h3, h4, button, table) {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  h2,
  h3,
  h4 {
    font-size: 1em;
    font-weight: 650;
    line-height: 1.3;
  }
  h2 {
    font-size: 1.08em;
  }
  .fine,
  .count {
    color: var(--_muted);
    font-size: 0.923em;
    font-weight: 400;
  }
  .count,
  .value {
    font-variant-numeric: tabular-nums;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: 0.15em 1.2em;
  }
  .note {
    margin-block-start: 0.85em;
    padding: 0.55em 0.75em;
    border-inline-start: 3px solid var(--_lower);
    border-radius: 0.25em;
    background: var(--_sunken);
  }
  .progress {
    display: flex;
    align-items: center;
    gap: 0.8em;
    margin-block-start: 0.5em;
    color: var(--_muted);
    font-size: 0.923em;
    font-variant-numeric: tabular-nums;
  }
  progress {
    flex: 1;
    min-inline-size: 2rem;
    max-inline-size: 14rem;
    block-size: 4px;
    overflow: hidden;
    border: 0;
    border-radius: 2px;
    background: var(--_sunken);
    appearance: none;
  }
  progress::-webkit-progress-bar {
    background: var(--_sunken);
  }
  progress::-webkit-progress-value {
    background: var(--_accent);
  }
  progress::-moz-progress-bar {
    background: var(--_accent);
  }

  .summary {
    display: flex;
    flex-wrap: wrap;
    align-items: flex-start;
    justify-content: space-between;
    gap: 0.9em 2.5em;
    margin-block-start: 0.75em;
  }
  .headline-part {
    flex: 1 1 24em;
    min-inline-size: 0;
    max-inline-size: 58em;
  }
  .headline {
    font-size: 1.385em;
    font-weight: 600;
    line-height: 1.35;
    letter-spacing: -0.008em;
    text-wrap: pretty;
  }
  .headline + .fine {
    margin-block-start: 0.4em;
  }
  .headline.few {
    font-size: 1.08em;
    color: var(--_muted);
  }
  .tiles {
    display: flex;
    flex-wrap: wrap;
    gap: 0.75em 2em;
  }
  .tile dt {
    color: var(--_muted);
    font-size: 0.923em;
  }
  .tile b {
    display: block;
    font-size: 1.54em;
    font-weight: 650;
    line-height: 1.2;
    font-variant-numeric: tabular-nums;
  }

  .filters {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0.6em 1em;
    margin-block-start: var(--_gap);
    padding-block-end: 0.9em;
    border-block-end: 1px solid var(--_border);
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 0.4em;
    min-inline-size: 0;
  }
  .chip,
  .segments button,
  .select select,
  .button,
  .search,
  textarea {
    box-sizing: border-box;
    border: 1px solid var(--_border);
    border-radius: 0.5em;
    background: var(--_surface);
    color: var(--_text);
    font: inherit;
  }
  .chip {
    display: inline-flex;
    align-items: center;
    gap: 0.45em;
    max-inline-size: 100%;
    min-block-size: 2.15em;
    padding: 0.15em 0.8em;
    border-radius: 2em;
    cursor: pointer;
  }
  .chip bdi {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .chip:hover,
  .segments button:hover,
  .button:hover {
    background: var(--_sunken);
  }
  .chip[aria-pressed='true'],
  .chip.removable {
    border-color: var(--_accent);
    background: color-mix(in srgb, var(--_accent) 9%, var(--_surface));
    color: var(--_accent);
    font-weight: 600;
  }
  .chip[aria-pressed='true'] .count {
    color: inherit;
  }
  .chip svg {
    flex: none;
    inline-size: 0.85em;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.6;
  }
  .select {
    display: inline-flex;
    align-items: center;
    gap: 0.6em;
    max-inline-size: 100%;
    color: var(--_muted);
  }
  .select select {
    min-block-size: 2.3em;
    max-inline-size: 100%;
    padding: 0.15em 0.5em;
    cursor: pointer;
  }
  .segments {
    display: inline-flex;
    flex-wrap: wrap;
    max-inline-size: 100%;
    border-radius: 0.5em;
  }
  .segments button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.4em;
    min-block-size: 2.15em;
    padding: 0.15em 0.75em;
    margin-inline-start: -1px;
    border-radius: 0;
    color: var(--_muted);
    cursor: pointer;
  }
  .segments button:first-child {
    margin-inline-start: 0;
    border-start-start-radius: 0.5em;
    border-end-start-radius: 0.5em;
  }
  .segments button:last-child {
    border-start-end-radius: 0.5em;
    border-end-end-radius: 0.5em;
  }
  .segments button[aria-pressed='true'] {
    position: relative;
    border-color: var(--_accent);
    background: color-mix(in srgb, var(--_accent) 9%, var(--_surface));
    color: var(--_accent);
    font-weight: 600;
  }
  .button {
    min-block-size: 2.3em;
    padding: 0.2em 1em;
    font-weight: 600;
    cursor: pointer;
  }
  .link {
    display: inline-flex;
    align-items: center;
    min-block-size: 24px;
    border: 0;
    border-radius: 0.3em;
    background: none;
    color: var(--_accent);
    font: inherit;
    text-align: start;
    text-decoration: underline;
    text-decoration-color: color-mix(in srgb, currentColor 40%, transparent);
    text-underline-offset: 0.2em;
    cursor: pointer;
  }
  .link:hover {
    text-decoration-color: currentColor;
  }
  :is(button, select, input, textarea, .row):focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
    z-index: 1;
  }
  .segments button:focus-visible {
    position: relative;
  }

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
