import { css } from '../internal/css.js';

/** The card; reasons and states are drawn by the styles of the badges' opened part. */
export const styles = css`
  :host {
    /* What is only for screen readers is placed absolutely: it must not make a host's page longer. */
    position: relative;
    display: block;
    min-inline-size: 0;
  }
  :host([hidden]) {
    display: none;
  }
  .panel.box {
    inline-size: auto;
    margin: 0;
    padding: var(--aicrm-card-padding, 1.25em);
    font-family: var(--aicrm-font-family, inherit);
    font-size: var(--aicrm-font-size, 0.8125rem);
    font-weight: 400;
    line-height: 1.35;
    text-align: start;
  }
  .compact.box {
    padding: 0.85em 1em;
  }
  .top {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0.75em 1.5em;
  }
  h2 {
    margin: 0;
    font-size: 1.077em;
    font-weight: 650;
    line-height: 1.3;
  }
  .scores {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5em 1em;
    inline-size: 100%;
    min-block-size: 3.6em;
  }
  .score {
    display: grid;
  }
  .score b {
    font-size: 1.85em;
    line-height: 1.2;
    letter-spacing: -0.01em;
    font-variant-numeric: tabular-nums;
  }
  .score b + span {
    margin-inline-start: 0.4em;
    color: var(--_muted);
    font-weight: 600;
  }
  .score.before b {
    color: var(--_muted);
  }
  .scores > svg {
    flex: none;
    inline-size: 1.5em;
    fill: none;
    stroke: var(--_muted);
    stroke-width: 1.3;
  }
  .scores > svg:dir(rtl) {
    transform: scaleX(-1);
  }
  .points {
    padding: 0.15em 0.7em;
    border: 1px solid color-mix(in srgb, currentColor 25%, transparent);
    border-radius: 99px;
    color: var(--_muted);
    font-weight: 600;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .points.up-by {
    color: var(--_raise-text);
  }
  .points.down-by {
    color: var(--_lower-text);
  }
  .sides {
    display: grid;
    gap: 1.5em 2.5em;
  }
  .levers {
    margin-block-start: 0.25em !important;
  }
  .lever {
    padding-block: 0.6em;
    border-block-start: 1px solid color-mix(in srgb, var(--_border) 60%, transparent);
  }
  .lever:first-child {
    border-block-start: 0;
  }
  .line {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 0.75em;
    min-block-size: 1.4em;
  }
  .line label {
    flex: 1 1 auto;
    font-weight: 500;
    overflow-wrap: anywhere;
  }
  .line .value {
    margin-inline-start: auto;
    font-variant-numeric: tabular-nums;
    font-weight: 600;
  }
  .changed label::before {
    content: '';
    display: inline-block;
    margin-inline-end: 0.45em;
    padding: 0.22em;
    border-radius: 50%;
    background: var(--_accent);
    vertical-align: 0.12em;
  }
  .control {
    display: flex;
    align-items: center;
    gap: 0.9em;
    margin-block-start: 0.15em;
  }
  .slide {
    position: relative;
    flex: 1 1 7em;
    min-inline-size: 4em;
  }
  .slide input {
    appearance: none;
    display: block;
    inline-size: 100%;
    block-size: 1.85rem;
    margin: 0;
    background: none;
    cursor: pointer;
  }
  .slide input::-webkit-slider-runnable-track {
    block-size: 0.3125rem;
    border-radius: 99px;
    background: linear-gradient(var(--_accent), var(--_accent)) no-repeat
      color-mix(in srgb, var(--_muted) 24%, transparent);
    background-size: calc(var(--at) * 100%) 100%;
  }
  .slide input:dir(rtl)::-webkit-slider-runnable-track {
    background-position: right;
  }
  .slide input::-moz-range-track {
    block-size: 0.3125rem;
    border-radius: 99px;
    background: color-mix(in srgb, var(--_muted) 24%, transparent);
  }
  .slide input::-moz-range-progress {
    block-size: 0.3125rem;
    border-radius: 99px;
    background: var(--_accent);
  }
  .slide input::-webkit-slider-thumb {
    appearance: none;
    box-sizing: border-box;
    inline-size: 1rem;
    block-size: 1rem;
    margin-block-start: -0.34375rem;
    border: 2px solid var(--_accent);
    border-radius: 50%;
    background: var(--_surface);
  }
  .slide input::-moz-range-thumb {
    box-sizing: border-box;
    inline-size: 1rem;
    block-size: 1rem;
    border: 2px solid var(--_accent);
    border-radius: 50%;
    background: var(--_surface);
  }
  .none input {
    opacity: 0.55;
  }
  .own {
    position: absolute;
    inset-block-start: 0.4rem;
    inset-inline-start: calc(0.5rem + (100% - 1rem) * var(--at));
    block-size: 1.05rem;
    margin-inline-start: -0.5px;
    border-inline-start: 1px solid var(--_text);
    pointer-events: none;
  }
  .typed {
    display: inline-flex;
    align-items: baseline;
    gap: 0.35em;
  }
  .field {
    box-sizing: border-box;
    min-block-size: 1.85rem;
    inline-size: 5.5em;
    margin: 0;
    padding: 0.2em 0.55em;
    border: 1px solid color-mix(in srgb, var(--_muted) 70%, transparent);
    border-radius: 0.4em;
    background: var(--_surface);
    color: var(--_text);
    font: inherit;
    font-variant-numeric: tabular-nums;
    text-align: start;
  }
  .control .typed .fine {
    min-inline-size: 2.2em;
  }
  .wide {
    inline-size: min(100%, 22em);
    margin-block-start: 0.25em;
  }
  :is(.field, .slide input):focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: 1px;
    border-radius: 0.4em;
  }
  .reset[hidden] {
    display: block;
    visibility: hidden;
  }
  .sr {
    position: absolute;
    inline-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .foot {
    padding-block-start: 0.85em;
    border-block-start: 1px solid color-mix(in srgb, var(--_border) 60%, transparent);
  }
  .bones {
    display: grid;
    gap: 1.2em;
    padding-block: 0.4em;
  }
  .bones span {
    block-size: 0.6em;
    border-radius: 1em;
    background: var(--_muted);
    opacity: 0.18;
  }
  .bones span:nth-child(3n + 1) {
    inline-size: 40%;
  }
  .bones span:nth-child(3n) {
    inline-size: 75%;
  }
  @container (min-width: 44rem) {
    .sides {
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    }
  }
  @container (max-width: 18rem) {
    .control {
      flex-wrap: wrap;
    }
    .slide {
      flex-basis: 100%;
    }
  }
  @media (forced-colors: active) {
    .slide input {
      appearance: auto;
    }
    .changed label::before {
      background: Highlight;
      forced-color-adjust: none;
    }
  }
  @media print {
    .slide,
    .reset {
      display: none;
    }
  }
`;
