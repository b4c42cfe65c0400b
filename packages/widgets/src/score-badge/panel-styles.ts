import { css } from '../internal/css.js';

/** The opened part. Everything is set in em of the badge's font size and laid out from 12.5rem (200 px) up. */
export const panelStyles = css`
  .panel {
    box-sizing: border-box;
    inline-size: min(var(--aicrm-panel-inline-size, 23rem), 100%);
    margin: 0.5rem 0 0;
    padding: 1em;
    border: 1px solid var(--_border);
    border-radius: var(--aicrm-panel-radius, 0.75rem);
    background: var(--_surface);
    color: var(--_text);
    container-type: inline-size;
    letter-spacing: normal;
    position: relative;
    text-transform: none;
    white-space: normal;
  }
  .panel[popover] {
    position: fixed;
    box-shadow: var(--_shadow);
    inset: auto;
    inline-size: min(var(--aicrm-panel-inline-size, 23rem), 100vw - 1rem);
    max-block-size: calc(100% - 0.75rem);
    margin: 0.375rem 0;
    overflow: auto;
    overscroll-behavior: contain;
    position-anchor: --aicrm-pill;
    position-area: block-end span-inline-end;
    position-try-fallbacks: flip-block, flip-inline, flip-block flip-inline, --below, --above;
    position-try-order: most-block-size;
    position-visibility: anchors-visible;
  }
  /* Without anchors the browser's own style centres a popover. */
  @supports not (position-area: block-end) {
    .panel[popover] {
      inset: 0;
      margin: auto;
      max-block-size: calc(100dvh - 1rem);
    }
  }
  @position-try --below {
    position-area: block-end span-all;
  }
  @position-try --above {
    position-area: block-start span-all;
  }
  .panel :where(p, ul, dl, dd, h3, button) {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .panel > * + * {
    margin-block-start: 0.85em;
  }
  section > * + * {
    margin-block-start: 0.5em;
  }
  h3 {
    font-size: 1em;
    font-weight: 650;
  }
  .body {
    display: grid;
    gap: 1.25em 2em;
  }
  .fine,
  .detail {
    color: var(--_muted);
    font-size: 0.923em;
  }
  .lead {
    font-weight: 650;
    padding-inline-end: 2em;
  }
  .head {
    padding-inline-end: 2em;
  }
  .big b {
    font-size: 1.85em;
    line-height: 1.2;
    letter-spacing: -0.01em;
  }
  .big span {
    margin-inline-start: 0.35em;
    color: var(--_muted);
    font-weight: 600;
  }
  .note {
    padding: 0.55em 0.75em;
    border-inline-start: 3px solid var(--_lower);
    border-radius: 0.25em;
    background: var(--_sunken);
  }

  table,
  tbody {
    display: block;
    inline-size: 100%;
    margin: 0;
    border: 0;
    border-collapse: collapse;
  }
  tbody tr {
    display: grid;
    grid-template: 'name share' auto 'detail share' auto / minmax(0, 1fr) auto;
    column-gap: 0.9em;
    align-items: center;
    padding-block: 0.4em;
    border-block-start: 1px solid color-mix(in srgb, var(--_border) 60%, transparent);
  }
  tbody tr:first-child {
    border-block-start: 0;
  }
  tbody th,
  tbody td {
    padding: 0;
    border: 0;
    background: none;
    text-align: start;
  }
  tbody th {
    grid-area: name;
    font-weight: 500;
    overflow-wrap: anywhere;
  }
  tbody .detail {
    grid-area: detail;
    overflow-wrap: anywhere;
  }
  .total {
    grid-template: 'name detail share' auto / minmax(0, 1fr) auto auto;
    color: var(--_muted);
  }
  .total:last-child {
    border-block-start: 1px solid var(--_muted);
    color: var(--_text);
  }
  .total:last-child > * {
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
    min-inline-size: 3.1em;
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
    transition: inline-size 0.2s;
  }
  .up {
    inset-inline-start: 50%;
    border-start-end-radius: 2px;
    border-end-end-radius: 2px;
  }
  .down {
    inset-inline-end: 50%;
    background: var(--_lower);
    border-start-start-radius: 2px;
    border-end-start-radius: 2px;
  }
  .raises {
    color: var(--_raise-text);
  }
  .lowers {
    color: var(--_lower-text);
  }

  .changes li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0.15em 0.9em;
    padding-block: 0.4em;
    border-block-start: 1px solid color-mix(in srgb, var(--_border) 60%, transparent);
  }
  .changes li:first-child {
    border-block-start: 0;
  }
  .what {
    flex: 1 1 9em;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .what > * {
    display: block;
  }
  .nums {
    display: inline-flex;
    align-items: center;
    gap: 0.4em;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .before {
    color: var(--_muted);
  }
  .arrow {
    stroke-width: 1.3;
  }
  .arrow:dir(rtl) {
    transform: scaleX(-1);
  }

  .facts {
    color: var(--_muted);
    font-size: 0.923em;
  }
  .facts li {
    display: inline;
  }
  .facts li + li::before {
    content: ' · ';
  }
  .panel .missing,
  .panel .limits {
    padding-inline-start: 1.2em;
    list-style: disc;
  }

  .link,
  .retry,
  .close {
    box-sizing: border-box;
    min-block-size: 24px;
    padding: 0;
    border: 0;
    border-radius: 0.3em;
    background: none;
    color: var(--_accent);
    font: inherit;
    text-align: start;
    cursor: pointer;
  }
  .link {
    display: inline-flex;
    align-items: center;
    text-decoration: underline;
    text-decoration-color: color-mix(in srgb, currentColor 40%, transparent);
    text-underline-offset: 0.2em;
  }
  .link:hover {
    text-decoration-color: currentColor;
  }
  .retry {
    min-block-size: 2.1em;
    padding: 0 0.9em;
    border: 1px solid var(--_border);
    color: var(--_text);
    font-weight: 600;
  }
  .retry:hover {
    background: var(--_sunken);
  }
  .close {
    position: absolute;
    inset-block-start: 0.55em;
    inset-inline-end: 0.55em;
    display: grid;
    place-items: center;
    inline-size: 2.15em;
    block-size: 2.15em;
    color: var(--_muted);
  }
  .close:hover {
    background: var(--_sunken);
    color: var(--_text);
  }
  :is(.link, .retry, .close):focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }
  .about {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25em 1.25em;
    padding-block-start: 0.6em;
    border-block-start: 1px solid var(--_border);
  }
  .about > :not(.link) {
    flex: 1 0 100%;
  }

  .card > div + div {
    margin-block-start: 0.6em;
  }
  dt {
    color: var(--_muted);
    font-size: 0.923em;
  }
  dd {
    overflow-wrap: anywhere;
  }
  .weights li {
    display: flex;
    justify-content: space-between;
    gap: 1em;
  }
  .weights i {
    padding: 0 0.45em;
    border: 1px solid var(--_border);
    border-radius: 1em;
    color: var(--_muted);
    font-size: 0.85em;
    font-style: normal;
  }
  @container (min-width: 17rem) {
    .card > div:not(.note) {
      display: grid;
      grid-template-columns: 7.5em minmax(0, 1fr);
      gap: 0.9em;
    }
  }
  @container (min-width: 42rem) {
    .body {
      grid-template-columns: minmax(0, 3fr) minmax(0, 2fr);
      align-items: start;
    }
  }
  @container (max-width: 16.9rem) {
    tbody tr:not(.total) {
      grid-template: 'name' auto 'detail' auto 'share' auto / minmax(0, 1fr);
    }
    tr:not(.total) .track {
      flex: 1;
      min-block-size: 1.1em;
      margin-block: 0;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .bar {
      transition: none;
    }
  }
  @media (forced-colors: active) {
    .bar {
      forced-color-adjust: none;
      background: CanvasText;
    }
    .down {
      box-sizing: border-box;
      border: 1px solid CanvasText;
      background: Canvas;
    }
  }
  @media print {
    .bar {
      print-color-adjust: exact;
    }
    .link,
    .retry,
    .close {
      display: none;
    }
  }
`;
