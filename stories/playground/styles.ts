import { css } from 'lit';

export const styles = css`
  .steps {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1rem;
    max-inline-size: 1100px;
    margin-inline: auto;
  }
  .drop {
    display: grid;
    justify-items: center;
    gap: 0.6rem;
    padding: 1.5rem 1rem;
    border: 1.5px dashed light-dark(#87919f, #6d7888);
    border-radius: 0.6rem;
    background: var(--quiet);
    text-align: center;
  }
  .drop.over {
    border-color: var(--accent);
    border-style: solid;
  }
  .drop input {
    min-inline-size: 0;
    max-inline-size: 100%;
    padding: 0.35rem;
  }
  .drop label {
    flex-wrap: wrap;
    justify-content: center;
    font-weight: 600;
  }
  .row label {
    flex-wrap: wrap;
  }
  .columns {
    display: flex;
    flex-wrap: wrap;
    gap: 0.35rem 1.1rem;
    overflow-wrap: anywhere;
  }
  legend {
    margin-block-end: 0.4rem;
    font-weight: 600;
  }
  progress {
    inline-size: 100%;
    block-size: 0.6rem;
    accent-color: var(--accent);
  }
  iframe {
    inline-size: 100%;
    block-size: 34rem;
    border: 1px solid var(--line);
    border-radius: 0.6rem;
    background: light-dark(#ffffff, #181e27);
  }
  .table {
    max-block-size: 26rem;
    overflow: auto;
    border: 1px solid var(--line);
    border-radius: 0.6rem;
  }
  table {
    inline-size: 100%;
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
  th,
  td {
    padding: 0.5rem 0.75rem;
    border-block-end: 1px solid var(--line);
    text-align: start;
    vertical-align: top;
  }
  thead th {
    position: sticky;
    inset-block-start: 0;
    background: var(--quiet);
    white-space: nowrap;
  }
  td ul {
    display: grid;
    gap: 0.1rem;
    min-inline-size: 12rem;
    list-style: none;
  }
  td button {
    min-block-size: 1.75rem;
    padding: 0 0.6rem;
    font-weight: 500;
    white-space: nowrap;
  }
  td button[aria-pressed='true'] {
    border-color: var(--accent);
    color: var(--accent);
  }
  .trial {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(14rem, 100%), 1fr));
    gap: 0.7rem 1rem;
  }
  .trial label {
    display: grid;
    gap: 0.2rem;
    overflow-wrap: anywhere;
  }
  .said {
    font-size: 1.25rem;
    font-weight: 650;
  }
`;
