import { css } from '../internal/css.js';

/** The list of messages and the box to try a text. */
export const listStyles = css`
  .verbatims {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    gap: 0.6em;
  }
  .focus-filters {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5em;
  }
  .search {
    flex: 1 1 15em;
    min-inline-size: 0;
    min-block-size: 2.3em;
    padding: 0.15em 0.75em;
  }
  :is(.search, textarea)::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  .scroller {
    max-block-size: var(--aicrm-feedback-list-block-size, 37rem);
    overflow-y: auto;
    overscroll-behavior: contain;
    border-block: 1px solid var(--_border);
    /* Rings of focused rows need the room. */
    margin-inline: -0.5em;
    padding-inline: 0.5em;
  }
  .rows {
    position: relative;
  }
  .row {
    position: absolute;
    inset-inline: 0;
    box-sizing: border-box;
    padding-block: 0.85em;
    border-block-end: 1px solid var(--_hair);
  }
  :host([density='compact']) .row {
    padding-block: 0.55em;
  }
  .row:focus-visible {
    outline-offset: -2px;
    border-radius: 0.4em;
  }
  .meta {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.1em 0;
    color: var(--_muted);
    font-size: 0.923em;
    font-variant-numeric: tabular-nums;
  }
  .meta > * + *::before {
    content: '·';
    margin-inline: 0.5em;
  }
  .meta bdi {
    overflow-wrap: anywhere;
  }
  .tone {
    display: inline-flex;
    align-items: center;
    gap: 0.4em;
  }
  .tone b,
  .verdict b {
    font-weight: 650;
  }
  .text {
    overflow-wrap: anywhere;
    white-space: pre-line;
  }
  .row .text {
    margin-block-start: 0.3em;
  }
  .text.cut {
    display: -webkit-box;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 5;
  }
  .row .fine {
    margin-block-start: 0.3em;
  }
  mark {
    padding-block: 0.05em;
    border-radius: 0.15em;
    background: none;
    color: inherit;
    text-decoration: underline;
    text-decoration-thickness: 2px;
    text-underline-offset: 0.18em;
    text-decoration-skip-ink: none;
    box-decoration-break: clone;
  }
  mark[class] {
    color: inherit;
  }
  mark.of-negative {
    text-decoration-color: var(--aicrm-chart-bad, var(--_lower));
  }
  mark.of-positive {
    text-decoration-color: var(--aicrm-chart-good, var(--_raise));
  }
  mark.of-neutral {
    text-decoration-color: var(--_neutral);
  }
  mark.strongly-for {
    font-weight: 600;
  }
  mark.strongly-for.of-negative {
    background: color-mix(in srgb, var(--aicrm-chart-bad, var(--_lower)) 14%, transparent);
  }
  mark.strongly-for.of-positive {
    background: color-mix(in srgb, var(--aicrm-chart-good, var(--_raise)) 15%, transparent);
  }
  mark.against {
    text-decoration-color: var(--_muted);
    text-decoration-style: dotted;
  }
  .unread {
    color: var(--_muted);
    font-style: italic;
  }
  .row .unread {
    font-size: 0.923em;
  }
  .row-foot {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.35em 0.5em;
    margin-block-start: 0.45em;
  }
  .row-actions {
    display: flex;
    flex-wrap: wrap;
    gap: 0 1.1em;
    margin-inline-start: auto;
    font-size: 0.923em;
  }
  .tag {
    display: inline-flex;
    align-items: center;
    gap: 0.4em;
    min-block-size: 24px;
    padding: 0.05em 0.6em;
    border: 1px solid var(--_hair);
    border-radius: 1em;
    background: var(--_sunken);
    color: var(--_text);
    font: inherit;
    font-size: 0.923em;
    cursor: pointer;
  }
  .tag:hover {
    border-color: var(--_muted);
  }
  .correction,
  .corrected {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.4em 0.9em;
    margin-block-start: 0.6em;
    padding: 0.55em 0.75em;
    border-radius: 0.5em;
    background: var(--_sunken);
  }
  .row .correction .fine {
    margin: 0;
  }
  .corrected {
    justify-content: space-between;
    font-size: 0.923em;
  }
  .corrected > span {
    flex: 1 1 14em;
  }
  .none {
    display: grid;
    justify-items: start;
    gap: 0.6em;
    padding-block: 1.25em;
  }

  .try {
    margin-block-start: calc(var(--_gap) * 1.25);
    padding-block-start: calc(var(--_gap) * 0.75);
    border-block-start: 1px solid var(--_border);
  }
  .try .section-head {
    justify-content: flex-start;
    align-items: baseline;
  }
  .try-body {
    display: grid;
    gap: 1em 2.5em;
    margin-block-start: 0.5em;
  }
  .try-in {
    display: grid;
    align-content: start;
    gap: 0.6em;
    min-inline-size: 0;
  }
  textarea {
    inline-size: 100%;
    min-block-size: 6em;
    padding: 0.65em 0.8em;
    line-height: 1.45;
    resize: vertical;
  }
  .try-controls {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0.4em 1em;
  }
  .try-out {
    min-inline-size: 0;
  }
  .answer {
    display: grid;
    gap: 0.5em;
  }
  .answer h4 {
    margin-block-start: 0.5em;
    color: var(--_muted);
    font-size: 0.923em;
    font-weight: 600;
  }
  .verdict {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.45em;
    font-size: 1.08em;
  }
  .chances {
    display: grid;
    gap: 0.15em;
    max-inline-size: 26em;
  }
  .chances > div,
  .more > div {
    display: grid;
    grid-template-columns: 6em minmax(0, 1fr);
    gap: 0.8em;
    align-items: baseline;
  }
  .chances dd {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 3.2em;
    gap: 0.6em;
    align-items: center;
    font-variant-numeric: tabular-nums;
  }
  .chances dd span {
    text-align: end;
  }
  .chances dt,
  .more dt {
    color: var(--_muted);
  }
  .clauses {
    display: grid;
    gap: 0.5em;
  }
  .clauses li {
    display: flex;
    gap: 0.55em;
  }
  .clauses .tone-mark {
    align-self: flex-start;
    margin-block-start: 0.2em;
  }
  .clauses b {
    font-weight: 600;
  }
  .quote {
    color: var(--_muted);
    overflow-wrap: anywhere;
  }
  .more {
    display: grid;
    gap: 0.2em;
    margin-block-start: 0.5em;
  }

  @container feedback (min-width: 46rem) {
    .try-body {
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    }
  }
  @container feedback (max-width: 22rem) {
    .chances > div,
    .more > div {
      grid-template-columns: minmax(0, 1fr);
      gap: 0;
    }
    .row-actions {
      margin-inline-start: 0;
    }
  }
  @media (forced-colors: active) {
    mark {
      color: CanvasText;
      text-decoration-color: CanvasText;
    }
    mark.strongly-for {
      forced-color-adjust: none;
      background: Mark;
      color: MarkText;
    }
  }
  @media print {
    .scroller {
      max-block-size: none;
      overflow: visible;
      border: 0;
    }
    .focus-filters,
    .row-actions {
      display: none;
    }
  }
`;
