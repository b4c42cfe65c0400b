import { css } from '../internal/css.js';

/** The panel, its summary, its states and what all its sections share. Laid out from 12.5rem (200 px) up by its own width. */
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
`;
