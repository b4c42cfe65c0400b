import { css } from '../internal/css.js';

/** A card in the page's flow, laid out from 12.5rem (200 px) up: its frame, head, controls, notes, states and bones. */
export const cardStyles = css`
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
    box-sizing: border-box;
    container-type: inline-size;
    border: 1px solid var(--_border);
    border-radius: var(--aicrm-panel-radius, 0.75rem);
    background: var(--_surface);
    color: var(--_text);
    font-family: var(--aicrm-font-family, inherit);
    font-size: var(--aicrm-font-size, 0.875rem);
    font-weight: 400;
    line-height: 1.45;
    letter-spacing: normal;
    text-align: start;
    text-transform: none;
    white-space: normal;
  }
  .card :where(p, ul, dl, dd, dt, h3, h4, button) {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .content {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1.15em;
    padding: 1.4em;
  }
  .compact .content {
    gap: 0.8em;
    padding: 1em;
  }
  h3 {
    font-size: 1.23em;
    font-weight: 650;
    letter-spacing: -0.005em;
    line-height: 1.3;
    overflow-wrap: anywhere;
  }
  h4 {
    font-size: 1em;
    font-weight: 650;
  }
  .fine {
    color: var(--_muted);
    font-size: 0.923em;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: start;
    justify-content: space-between;
    gap: 0.75em 1.5em;
  }
  header > :first-child {
    flex: 1 1 14em;
    min-inline-size: 0;
  }
  .pickers {
    display: flex;
    flex-wrap: wrap;
    gap: 0.6em 0.9em;
  }
  .pickers label {
    display: inline-flex;
    align-items: center;
    gap: 0.5em;
    min-inline-size: 0;
    color: var(--_muted);
    font-size: 0.923em;
  }
  select,
  .toggle,
  .retry {
    box-sizing: border-box;
    min-block-size: max(24px, 2.15em);
    max-inline-size: 100%;
    padding: 0 0.7em;
    border: 1px solid var(--_border);
    border-radius: 0.5em;
    background: var(--_surface);
    color: var(--_text);
    font: inherit;
    cursor: pointer;
  }
  select {
    padding: 0 0.45em;
    min-inline-size: 0;
    text-overflow: ellipsis;
  }
  .toggle {
    position: relative;
    display: inline-flex;
    align-items: center;
    gap: 0.5em;
    font-size: 0.923em;
    white-space: nowrap;
  }
  .card .toggle,
  .card .retry {
    padding: 0 0.8em;
  }
  .toggle::before {
    content: '';
    box-sizing: border-box;
    inline-size: 0.8em;
    block-size: 0.8em;
    border: 1.5px solid var(--_muted);
    border-radius: 0.25em;
  }
  .toggle[aria-pressed='true']::after {
    content: '';
    position: absolute;
    inset-inline-start: 1.07em;
    inline-size: 0.22em;
    block-size: 0.42em;
    margin-block-end: 0.12em;
    border: solid var(--_surface);
    border-width: 0 1.5px 1.5px 0;
    rotate: 45deg;
  }
  .toggle[aria-pressed='true'] {
    border-color: var(--_accent);
    background: color-mix(in srgb, var(--_accent) 8%, var(--_surface));
  }
  .toggle[aria-pressed='true']::before {
    border-color: var(--_accent);
    background: var(--_accent);
  }
  :is(select, .toggle, .retry):hover {
    border-color: var(--_muted);
  }
  :is(select, .toggle, .retry):focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }
  .retry {
    font-weight: 600;
  }
  .note {
    padding: 0.6em 0.85em;
    border-inline-start: 3px solid var(--_lower);
    border-radius: 0.3em;
    background: var(--_sunken);
  }
  .card .note {
    padding: 0.6em 0.85em;
  }

  .message {
    display: grid;
    gap: 0.5em;
    justify-items: start;
    max-inline-size: 60ch;
    color: var(--_muted);
  }
  .message .title {
    color: var(--_text);
    font-size: 1.08em;
    font-weight: 650;
  }
  .bones {
    display: grid;
    gap: 0.9em;
  }
  .bone {
    display: block;
    block-size: 0.9em;
    border-radius: 1em;
    background: var(--_muted);
    opacity: 0.2;
  }
  .bone.title {
    inline-size: min(14em, 60%);
  }
  .bone.line {
    inline-size: min(20em, 80%);
    block-size: 0.6em;
  }
  .bone.big {
    inline-size: 7em;
    block-size: 1.9em;
    border-radius: 0.4em;
  }
  .bone-chart {
    display: grid;
    align-content: space-between;
    block-size: 12em;
    margin-block-start: 0.6em;
  }
  .bone-chart i {
    block-size: 1px;
    background: var(--_chart-grid);
  }
  @media (forced-colors: active) {
    .note {
      border-color: CanvasText;
    }
    .bone {
      background: GrayText;
    }
  }
  @media print {
    .card {
      border-color: currentColor;
    }
    .retry {
      display: none;
    }
  }
`;
