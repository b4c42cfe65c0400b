import { css } from '../internal/css.js';

/** Offers as cards, from one column at 12.5rem (200 px) to as many as fit. Everything is set in em of the font size. */
export const styles = css`
  .card {
    --_offer: var(--aicrm-offer-block-size, 17em);
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1em;
    line-height: 1.45;
  }
  .compact {
    --_offer: var(--aicrm-offer-block-size, 14em);
    gap: 0.75em;
    padding: var(--aicrm-card-padding, 1em);
  }
  :where(.card) :where(h4, s, a) {
    margin: 0;
    padding: 0;
  }
  .card > * {
    margin-block-start: 0;
  }
  .fine {
    color: var(--_muted);
    font-size: 0.923em;
  }
  .lead {
    font-weight: 650;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: 0.35em 1.5em;
  }
  h3 {
    font-size: 1.23em;
    letter-spacing: -0.005em;
  }
  h4 {
    font-size: 1.08em;
    font-weight: 650;
    line-height: 1.3;
    overflow-wrap: anywhere;
    text-wrap: balance;
  }
  p.consent {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0.1em 0.9em;
  }
  button.link {
    border: 0;
    background: none;
    cursor: pointer;
  }
  .ask {
    box-sizing: border-box;
    display: flex;
    flex: 1 0 100%;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0.85em 2em;
    margin-block-start: 0.35em;
    padding: 0.95em 1.1em;
    border-radius: 0.6em;
    background: var(--_sunken);
  }
  .ask > :first-child {
    flex: 1 1 20em;
    min-inline-size: 0;
    max-inline-size: 44em;
  }
  .ask .lead + * {
    margin-block-start: 0.25em;
  }
  .answers {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5em;
  }
  .answers .button {
    background: var(--_surface);
    text-align: center;
  }
  .note {
    padding: 0.5em 0.85em;
    border-radius: 0.4em;
    background: var(--_watch-surface);
    color: var(--_watch);
    font-size: 0.923em;
  }
  .note .link {
    color: inherit;
  }
  .grid {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 15.5em), 1fr));
    gap: 0.85em;
  }
  .compact .grid {
    gap: 0.6em;
  }
  .grid:has(> .offer > [open]) {
    align-items: start;
  }
  .offer {
    box-sizing: border-box;
    position: relative;
    display: flex;
    flex-direction: column;
    gap: 0.6em;
    min-inline-size: 0;
    max-inline-size: 32em;
    min-block-size: var(--_offer);
    padding: 1em;
    border: 1px solid var(--_border);
    border-radius: 0.6em;
    background: var(--_surface);
    overflow: clip;
  }
  .compact .offer {
    gap: 0.45em;
    padding: 0.8em;
  }
  .picture {
    display: grid;
    aspect-ratio: 16 / 9;
    margin: -1em -1em 0;
    border-block-end: 1px solid var(--_hair);
    background: var(--_sunken);
    overflow: clip;
  }
  .compact .picture {
    margin: -0.8em -0.8em 0;
  }
  .picture ::slotted(*) {
    display: block;
    inline-size: 100%;
    block-size: 100%;
    min-block-size: 0;
    object-fit: cover;
  }
  .top {
    display: flex;
    align-items: center;
    min-block-size: 24px;
  }
  .saving {
    padding: 0.1em 0.6em;
    border-radius: 1em;
    background: var(--_good-surface);
    color: var(--_good);
    font-size: 0.923em;
    font-weight: 650;
    font-variant-numeric: tabular-nums;
  }
  .hide {
    display: grid;
    place-items: center;
    inline-size: 28px;
    block-size: 28px;
    margin-block: -2px;
    margin-inline: auto -0.4em;
    border: 0;
    border-radius: 0.4em;
    background: none;
    color: var(--_muted);
    cursor: pointer;
  }
  .hide:hover {
    background: var(--_sunken);
    color: var(--_text);
  }
  .hide svg {
    inline-size: 14px;
    block-size: 14px;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.5;
    stroke-linecap: round;
  }
  .words {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.3em;
    overflow-wrap: anywhere;
  }
  .failed {
    color: var(--_risk);
    font-size: 0.923em;
  }
  .terms {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: 0.1em 0.85em;
    margin-block-start: auto;
  }
  .price b {
    font-size: 1.38em;
    letter-spacing: -0.01em;
  }
  .price s {
    color: var(--_muted);
  }
  a.button {
    display: flex;
    align-items: center;
    justify-content: center;
    padding-inline: 0.85em;
    text-decoration: none;
  }
  .why {
    margin-block-end: -0.35em;
    color: var(--_muted);
    font-size: 0.923em;
  }
  .why summary {
    font-size: 1em;
  }
  .why > :not(summary) {
    margin-block-start: 0.45em;
    overflow-wrap: anywhere;
  }
  .why > ul {
    display: grid;
    gap: 0.35em;
    padding-inline-start: 1.1em;
    color: var(--_text);
    list-style: disc;
  }
  .gone {
    align-items: center;
    justify-content: center;
    border-style: dashed;
    background: var(--_sunken);
    text-align: center;
    overflow-wrap: anywhere;
  }
  .offer.bones {
    align-content: start;
    gap: 0.9em;
  }
  .failure > * + * {
    margin-block-start: 0.5em;
  }
  .hide:focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: 1px;
  }
  @container (max-width: 24rem) {
    .answers,
    .answers .button {
      flex: 1 1 auto;
    }
  }
  @media (forced-colors: active) {
    .saving {
      border: 1px solid;
    }
  }
  @media print {
    .hide,
    .answers,
    button.link,
    .offer > a {
      display: none;
    }
    .offer {
      break-inside: avoid;
    }
  }
`;
