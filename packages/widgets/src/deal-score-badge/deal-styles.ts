import { css } from '../internal/css.js';

/** What a deal's opened part adds to `panelStyles`. */
export const dealStyles = css`
  .deal {
    padding-block: 0.85em;
    border-block: 1px solid color-mix(in srgb, var(--_border) 60%, transparent);
  }
  .deal .tiles {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(9em, 100%), 1fr));
    gap: 0.75em 1.5em;
  }
  .deal dt {
    color: var(--_muted);
    font-size: 0.923em;
  }
  .deal dd b {
    font-size: 1.231em;
    line-height: 1.3;
  }
  .late b {
    color: var(--_lower-text);
  }
  .stage {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.2em 0.6em;
    margin-block-start: 0.85em !important;
  }
  .stage > :first-child {
    flex: 1 1 auto;
    overflow-wrap: anywhere;
  }
  .since {
    font-variant-numeric: tabular-nums;
  }
  .signal {
    display: inline-flex;
    align-items: center;
    gap: 0.3em;
    padding: 0.1em 0.6em 0.1em 0.4em;
    border: 1px solid color-mix(in srgb, currentColor 25%, transparent);
    border-radius: 99px;
    color: var(--aicrm-color-high, light-dark(#0a5a4d, #86e3cb));
    background: var(--aicrm-color-high-surface, light-dark(#dcf4ec, #12362f));
    font-size: 0.923em;
    font-weight: 600;
  }
  .signal.stalled {
    color: var(--aicrm-color-risk, light-dark(#9c3410, #ffab85));
    background: var(--aicrm-color-risk-surface, light-dark(#fdeae1, #41200f));
  }
  .signal svg {
    inline-size: 1em;
    stroke-width: 1.8;
  }
  .line {
    position: relative;
    block-size: 2.3em;
  }
  .rail {
    position: absolute;
    inset-inline: 0;
    inset-block-start: 0.45em;
    block-size: 0.5em;
    border-radius: 99px;
    background: color-mix(in srgb, var(--_muted) 18%, transparent);
    overflow: hidden;
  }
  .fill {
    display: block;
    block-size: 100%;
    inline-size: calc(var(--at) * 100%);
    border-radius: inherit;
    background: var(--_raise);
  }
  .over {
    background: var(--_lower);
  }
  .mark {
    position: absolute;
    inset-block-start: 0.2em;
    inset-inline-start: calc(var(--at) * 100%);
    block-size: 1em;
    margin-inline-start: -1px;
    border-inline-start: 2px solid var(--_text);
  }
  .tag {
    position: absolute;
    inset-block-start: 1.35em;
    inset-inline-start: calc(var(--at) * 100%);
    inline-size: max-content;
    color: var(--_muted);
    font-size: 0.846em;
    translate: -50%;
  }
  .tag:dir(rtl) {
    translate: 50%;
  }
  .deal.bones {
    display: grid;
    align-content: center;
    gap: 1em;
    min-block-size: 8.6em;
  }
  .bones span {
    block-size: 0.6em;
    inline-size: 55%;
    border-radius: 1em;
    background: var(--_muted);
    opacity: 0.2;
  }
  .bones span + span {
    inline-size: 100%;
  }
  @media (forced-colors: active) {
    .rail {
      border: 1px solid;
    }
    .fill {
      background: Highlight;
      forced-color-adjust: none;
    }
  }
`;
