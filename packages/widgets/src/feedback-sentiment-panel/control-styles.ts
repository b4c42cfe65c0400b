import { css } from '../internal/css.js';

/** Filters and whatever else is pressed, chosen or typed into. */
export const controlStyles = css`
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
`;
