import { css } from '../internal/css.js';

/** The table of reasons that a figure opens to. */
export const reasonStyles = css`
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
`;
