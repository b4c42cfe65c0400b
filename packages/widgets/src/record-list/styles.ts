import { css } from '../internal/css.js';

export const styles = css`
  :host {
    /* What is only for screen readers is placed absolutely: it must not make a host's page longer. */
    position: relative;
    display: block;
    min-inline-size: 0;
  }
  :host([hidden]) {
    display: none;
  }
  .card {
    --_hair: color-mix(in srgb, var(--_border) 60%, transparent);
    --_row: 2.75rem;
    box-sizing: border-box;
    container-type: inline-size;
    overflow: hidden;
    border: 1px solid var(--_border);
    border-radius: var(--aicrm-panel-radius, 0.75rem);
    background: var(--_surface);
    color: var(--_text);
    font-family: var(--aicrm-font-family, inherit);
    font-size: var(--aicrm-font-size, 0.8125rem);
    font-weight: 400;
    line-height: 1.35;
    letter-spacing: normal;
    text-align: start;
  }
  .compact {
    --_row: 2.125rem;
  }
  p {
    margin: 0;
  }
  .pad {
    display: grid;
    justify-items: start;
    gap: 0.5em;
    padding: 1.25em;
  }
  .lead {
    font-weight: 650;
  }
  .fine {
    color: var(--_muted);
    font-size: 0.923em;
  }
  .sr {
    position: absolute;
    inline-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0.5em 1em;
    padding: 0.7em 1em;
    border-block-end: 1px solid var(--_hair);
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 0.4em;
  }
  .chip,
  .button,
  .sort {
    box-sizing: border-box;
    display: inline-flex;
    align-items: center;
    gap: 0.4em;
    min-block-size: 1.75rem;
    margin: 0;
    padding: 0 0.75em;
    border: 1px solid var(--_border);
    border-radius: 99px;
    background: none;
    color: var(--_text);
    font: inherit;
    cursor: pointer;
  }
  .button {
    border-radius: 0.4em;
    font-weight: 600;
  }
  .chip:hover,
  .button:hover {
    background: var(--_sunken);
  }
  .chip[aria-pressed='true'] {
    border-color: var(--_accent);
    box-shadow: inset 0 0 0 1px var(--_accent);
    font-weight: 600;
  }
  .n {
    color: var(--_muted);
    font-variant-numeric: tabular-nums;
    font-weight: 400;
  }
  .note {
    margin: 0.75em 1em;
    padding: 0.55em 0.75em;
    border-inline-start: 3px solid var(--_lower);
    border-radius: 0.25em;
    background: var(--_sunken);
  }
  .grid {
    position: relative;
    max-block-size: var(--aicrm-list-block-size, 30rem);
    overflow: auto;
    overscroll-behavior: contain;
    outline: none;
  }
  .grid:focus-visible:has(.none) {
    box-shadow: inset 0 0 0 2px var(--_focus);
  }
  .head,
  .row {
    box-sizing: border-box;
    display: grid;
    grid-template-columns: minmax(8em, 2fr) repeat(var(--columns), minmax(0, 1fr)) 9.5em;
    align-items: center;
    gap: 1.5em;
    padding-inline: 1em;
  }
  .head {
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
    min-block-size: 2.25rem;
    border-block-end: 1px solid var(--_border);
    background: var(--_surface);
    color: var(--_muted);
  }
  .head .cell {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .sort {
    gap: 0.25em;
    padding: 0;
    border: 0;
    border-radius: 0.3em;
    color: inherit;
  }
  .sort.on {
    color: var(--_text);
    font-weight: 650;
  }
  .sort svg {
    inline-size: 1.1em;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.5;
    visibility: hidden;
  }
  .sort:is(.on, :hover) svg {
    visibility: visible;
  }
  .rows {
    position: relative;
  }
  .row {
    position: absolute;
    inset-inline: 0;
    block-size: var(--_row);
    border-block-end: 1px solid var(--_hair);
    cursor: pointer;
  }
  .row:hover {
    background: var(--_sunken);
  }
  .grid:focus-visible .active {
    outline: 2px solid var(--_focus);
    outline-offset: -3px;
    border-radius: 0.4em;
  }
  .selected {
    background: color-mix(in srgb, var(--_accent) 9%, var(--_surface));
    box-shadow: inset 3px 0 var(--_accent);
  }
  .selected:dir(rtl) {
    box-shadow: inset -3px 0 var(--_accent);
  }
  .name {
    display: grid;
    justify-items: start;
    min-inline-size: 0;
  }
  .name > * {
    max-inline-size: 100%;
  }
  .title {
    font-weight: 500;
  }
  .title,
  .under,
  .row .cell {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .under {
    display: none;
  }
  .number {
    font-variant-numeric: tabular-nums;
    text-align: end;
  }
  .none {
    padding: 1.5em 1em;
  }
  .pill {
    display: inline-flex;
    align-items: center;
    gap: 0.45em;
    box-sizing: border-box;
    inline-size: 9.5em;
    min-block-size: 1.6rem;
    padding: 0 0.65em;
    border: 1px solid color-mix(in srgb, currentColor 25%, transparent);
    border-radius: var(--aicrm-badge-radius, 99px);
    print-color-adjust: exact;
  }
  .compact .pill {
    min-block-size: 1.4rem;
  }
  .pill.low {
    color: var(--aicrm-color-low, light-dark(#465266, #b4bfce));
    background: var(--aicrm-color-low-surface, light-dark(#edf0f4, #29313d));
  }
  .pill.medium {
    color: var(--aicrm-color-medium, light-dark(#764603, #f5cd74));
    background: var(--aicrm-color-medium-surface, light-dark(#fdefcd, #3b2d0d));
  }
  .pill.high {
    color: var(--aicrm-color-high, light-dark(#0a5a4d, #86e3cb));
    background: var(--aicrm-color-high-surface, light-dark(#dcf4ec, #12362f));
  }
  .pill b {
    min-inline-size: 2.95em;
    font-weight: 650;
    font-variant-numeric: tabular-nums;
  }
  .word {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .meter {
    flex: none;
    inline-size: 1.1em;
    fill: none;
    stroke: currentColor;
    stroke-width: 3;
  }
  .meter.low path + path,
  .meter.medium path:last-child {
    opacity: 0.28;
  }
  :is(.chip, .button, .sort):focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: 1px;
  }
  .bones {
    display: grid;
    gap: 1.6em;
    padding: 1.4em 1em;
  }
  .bones span {
    block-size: 0.6em;
    border-radius: 1em;
    background: var(--_muted);
    opacity: 0.18;
  }
  .bones span:nth-child(odd) {
    inline-size: 82%;
  }
  /* Columns move under the name where they have no room; the head names them no more. */
  @container (max-width: 40rem) {
    .card:not(.compact) :is(.head, .row) {
      --_row: 3.25rem;
    }
    .head,
    .row {
      grid-template-columns: minmax(0, 1fr) auto;
      gap: 1em;
    }
    .cell {
      display: none;
    }
    .card:not(.compact) .under {
      display: block;
    }
  }
  @container (max-width: 18rem) {
    .head,
    .row {
      gap: 0.5em;
      padding-inline: 0.75em;
    }
    .pill {
      inline-size: auto;
    }
    .card:not(.compact) .under {
      display: none;
    }
    .card:not(.compact) .title {
      display: -webkit-box;
      -webkit-box-orient: vertical;
      -webkit-line-clamp: 2;
      white-space: normal;
    }
    .pill .word {
      position: absolute;
      inline-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
  }
  @media (forced-colors: active) {
    .selected {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
  @media print {
    .chips {
      display: none;
    }
  }
`;
