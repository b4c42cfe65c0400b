import { css } from '../internal/css.js';

/** The list of proposals, wherever it stands. */
export const actionStyles = css`
  .actions:not(:has(> .absent)) {
    min-block-size: 9.5em;
  }
  .undo {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0.35em 1em;
    margin-block-end: 0.5em;
    padding: 0.45em 0.5em 0.45em 0.85em;
    border-radius: 0.4em;
    background: var(--_sunken);
  }
  .undo > span {
    flex: 1 1 8em;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .action {
    display: grid;
    gap: 0.5em;
    padding-block: 0.85em;
    border-block-start: 1px solid var(--_hair);
  }
  .action:first-child {
    padding-block-start: 0.35em;
    border-block-start: 0;
  }
  .what {
    overflow-wrap: anywhere;
  }
  .kind {
    display: inline-block;
    margin-inline-end: 0.35em;
    padding: 0.05em 0.5em;
    border: 1px solid var(--_border);
    border-radius: 1em;
    color: var(--_muted);
    font-size: 0.857em;
  }
  .why {
    display: grid;
    gap: 0.3em;
  }
  .why > div {
    display: grid;
    gap: 0 0.9em;
  }
  .why dt {
    color: var(--_muted);
    font-size: 0.923em;
  }
  .why dd {
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .better {
    color: var(--_raise-text);
  }
  .worse {
    color: var(--_lower-text);
  }
  .buttons,
  .snooze-row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.4em;
  }
  .snooze-row {
    padding: 0.6em;
    border-radius: 0.4em;
    background: var(--_sunken);
  }
  .snooze-row .button {
    background: var(--_surface);
  }
  .until,
  .until label {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5em;
    min-inline-size: 0;
  }
  .until input {
    box-sizing: border-box;
    max-inline-size: 100%;
    min-block-size: max(2.1em, 24px);
    padding: 0 0.5em;
    border: 1px solid var(--_border);
    border-radius: 0.4em;
    background: var(--_surface);
  }
  .held {
    margin-block-start: 0.35em;
    color: var(--_muted);
    font-size: 0.923em;
  }
  .held summary {
    font-size: 1em;
  }
  .held ul {
    padding: 0.25em 0 0;
    padding-inline-start: 1.1em;
    list-style: disc;
  }
  @container (min-width: 24rem) {
    .why > div {
      grid-template-columns: 9.6em minmax(0, 1fr);
      align-items: baseline;
    }
  }
  :host([density='compact']) .action {
    gap: 0.3em;
    padding-block: 0.55em;
  }
`;
