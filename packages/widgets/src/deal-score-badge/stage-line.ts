import { html, type TemplateResult } from 'lit/html.js';
import type { DealMessages } from '../locales/deal-messages.js';

/** Room behind the later of "nine in ten" and today, as a share of the line. */
const ROOM = 1.12;
/** The two marks' words would touch where they stand closer than this share of the line. */
const APART = 0.24;

export interface StageLine {
  readonly days: number;
  readonly usualDays: number;
  readonly longDays: number;
  readonly stalled: boolean;
  readonly words: DealMessages;
  readonly label: string;
}

/**
 * The days in a stage as a bar, with marks where half and nine in ten of the won deals had left it. Places reach CSS as
 * properties through the CSSOM: a `style` attribute would be blocked by a strict policy.
 */
export function stageLine({ days, usualDays, longDays, stalled, words, label }: StageLine): TemplateResult {
  const end = Math.max(days, longDays, 1) * ROOM;
  const at = (some: number) => `--at:${Math.min(1, some / end).toFixed(4)}`;
  const crowded = (longDays - usualDays) / end < APART;
  return html`<div class="line" part="stage-line" role="img" aria-label=${label}>
    <span class="rail"><span class=${stalled ? 'fill over' : 'fill'} .style=${at(days)}></span></span>
    <span class="mark" .style=${at(usualDays)}></span>
    <span class="mark" .style=${at(longDays)}></span>
    ${crowded ? '' : html`<span class="tag" .style=${at(usualDays)}>${words.halfLeft}</span>`}
    <span class="tag" .style=${at(longDays)}>${words.nineInTenLeft}</span>
  </div>`;
}
