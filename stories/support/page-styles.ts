import { css } from 'lit';

/** What the pages of this Storybook are made of: fields, buttons and boxes that follow the page's colour scheme. */
export const pageStyles = css`
  :host {
    --line: light-dark(#d5dbe3, #3a4452);
    --muted: light-dark(#556274, #a3aebd);
    --box: light-dark(#ffffff, #181e27);
    --quiet: light-dark(#f5f7fa, #212935);
    --accent: light-dark(#1d5fd1, #8ab4ff);
    --bad: light-dark(#9c3410, #ffab85);
    display: block;
    container-type: inline-size;
    color: light-dark(#18212e, #e9edf3);
    font: 400 0.875rem/1.5 system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif;
  }
  * {
    box-sizing: border-box;
  }
  :is(h2, h3, p, ol, ul, fieldset) {
    margin: 0;
    padding: 0;
    border: 0;
  }
  h2 {
    font-size: 1.15rem;
    line-height: 1.3;
  }
  .box {
    display: grid;
    gap: 1rem;
    min-inline-size: 0;
    padding: 1.25rem;
    border: 1px solid var(--line);
    border-radius: 0.75rem;
    background: var(--box);
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.6rem 1rem;
  }
  .fine {
    color: var(--muted);
    font-size: 0.8125rem;
  }
  .bad {
    color: var(--bad);
    font-weight: 600;
  }
  button,
  select,
  input:not([type='checkbox'], [type='color'], [type='range']) {
    min-block-size: 2.25rem;
    max-inline-size: 100%;
    padding: 0 0.8rem;
    border: 1px solid light-dark(#87919f, #6d7888);
    border-radius: 0.5rem;
    background: var(--box);
    color: inherit;
    font: inherit;
  }
  button {
    font-weight: 600;
    cursor: pointer;
  }
  button.first {
    border-color: var(--accent);
    background: var(--accent);
    color: light-dark(#ffffff, #10151c);
  }
  button[disabled] {
    opacity: 0.55;
    cursor: default;
  }
  label {
    display: inline-flex;
    align-items: center;
    gap: 0.5rem;
    min-inline-size: 0;
  }
  :is(button, select, input, [tabindex], summary):focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
`;
