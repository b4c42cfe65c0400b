import { css } from 'lit';

/** What every page of the console shares. Colours come from the document's custom properties. */
export const sheet = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  [hidden] {
    display: none !important;
  }
  :host {
    display: block;
  }
  h1,
  h2,
  h3,
  p,
  dl,
  dd,
  ul,
  ol,
  figure,
  fieldset,
  legend {
    margin: 0;
    padding: 0;
  }
  fieldset {
    border: 0;
    min-inline-size: 0;
  }
  ul,
  ol {
    list-style: none;
  }
  h1 {
    font-size: 1.375rem;
    line-height: 1.25;
    letter-spacing: -0.01em;
  }
  h2 {
    font-size: 1.0625rem;
  }
  h3 {
    font-size: 0.9375rem;
  }
  h1:focus {
    outline: none;
  }
  a {
    color: var(--accent);
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
    border-radius: 4px;
  }
  button,
  input,
  select,
  textarea {
    font: inherit;
    color: inherit;
  }
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    min-block-size: 2.25rem;
    padding: 0.25rem 0.875rem;
    border: 1px solid var(--line-strong);
    border-radius: 0.5rem;
    background: var(--card);
    font-weight: 550;
    cursor: pointer;
  }
  .button:hover:not(:disabled) {
    background: var(--sunken);
  }
  .button:disabled {
    border-color: var(--line);
    color: var(--muted);
    cursor: default;
  }
  .button.main {
    border-color: var(--accent);
    background: var(--accent);
    color: var(--accent-ink);
  }
  .button.main:hover:not(:disabled) {
    background: color-mix(in srgb, var(--accent) 88%, var(--ink));
  }
  .button.main:disabled {
    border-color: var(--line);
    background: var(--sunken);
    color: var(--muted);
  }
  .button.danger {
    border-color: var(--bad);
    color: var(--bad);
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 0.75rem;
  }
  .spread {
    justify-content: space-between;
  }
  .stack {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1rem;
  }
  .card {
    min-inline-size: 0;
    padding: 1rem 1.25rem 1.25rem;
    border: 1px solid var(--line);
    border-radius: 0.75rem;
    background: var(--card);
  }
  .card > h2 {
    margin-block-end: 0.5rem;
  }
  .card.stack > h2 {
    margin-block-end: -0.5rem;
  }
  .muted {
    color: var(--muted);
    font-size: 0.875rem;
  }
  .num {
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  .mono {
    font-family: var(--mono);
    font-size: 0.8125rem;
    overflow-wrap: anywhere;
  }
  .pill {
    display: inline-block;
    padding: 0 0.5rem;
    border-radius: 99px;
    background: var(--sunken);
    color: var(--muted);
    font-size: 0.8125rem;
    white-space: nowrap;
  }
  .pill.good {
    background: var(--good-soft);
    color: var(--good);
  }
  .pill.bad {
    background: var(--bad-soft);
    color: var(--bad);
  }
  .pill.warn {
    background: var(--warn-soft);
    color: var(--warn);
  }
  .pill.info {
    background: var(--accent-soft);
    color: var(--accent);
  }
  .note {
    padding: 0.625rem 0.875rem;
    border-radius: 0.5rem;
    background: var(--sunken);
  }
  .note.good {
    background: var(--good-soft);
    color: var(--good);
  }
  .note.bad {
    background: var(--bad-soft);
    color: var(--bad);
  }
  .note.warn {
    background: var(--warn-soft);
    color: var(--warn);
  }
  .scroll {
    overflow-x: auto;
  }
  table {
    inline-size: 100%;
    border-collapse: collapse;
    font-size: 0.875rem;
  }
  caption {
    text-align: start;
    color: var(--muted);
    padding-block-end: 0.25rem;
  }
  th {
    color: var(--muted);
    font-weight: 550;
    text-align: start;
    white-space: nowrap;
  }
  th.num {
    text-align: end;
  }
  th,
  td {
    padding: 0.375rem 0.75rem 0.375rem 0;
    border-block-end: 1px solid var(--line);
    vertical-align: top;
  }
  /* A column of sentences stays readable where the table is scrolled sideways. */
  .nowrap {
    white-space: nowrap;
  }
  td.says {
    min-inline-size: 14rem;
  }
  tbody tr:last-child > * {
    border-block-end: 0;
  }
  .field {
    display: grid;
    gap: 0.125rem;
    min-inline-size: 0;
  }
  .field > span,
  legend {
    color: var(--muted);
    font-size: 0.8125rem;
  }
  input:not([type='checkbox'], [type='radio']),
  select,
  textarea {
    inline-size: 100%;
    min-block-size: 2.25rem;
    padding: 0.3125rem 0.625rem;
    border: 1px solid var(--line-strong);
    border-radius: 0.5rem;
    background: var(--card);
    color: var(--ink);
  }
  input[type='checkbox'],
  input[type='radio'] {
    inline-size: 1rem;
    block-size: 1rem;
    margin: 0;
    accent-color: var(--accent);
    flex: none;
  }
  .check {
    display: inline-flex;
    align-items: center;
    gap: 0.5rem;
    min-block-size: 1.5rem;
  }
  .grid {
    display: grid;
    align-items: end;
    grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr));
    gap: 0.75rem 1rem;
  }
  .facts {
    align-items: start;
  }
  .facts dt {
    color: var(--muted);
    font-size: 0.8125rem;
  }
  progress {
    inline-size: 100%;
    block-size: 0.625rem;
    accent-color: var(--accent);
  }
  summary {
    cursor: pointer;
    color: var(--accent);
    font-weight: 550;
  }
  .sr {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;
