import type { DriftLevel } from '@aicrm/schema/drift';
import { html } from 'lit';

const signs: Record<DriftLevel, readonly [icon: string, word: string, tone: string]> = {
  ok: ['✓', 'steady', 'good'],
  watch: ['▲', 'look at it', 'warn'],
  alert: ['✗', 'alert', 'bad'],
  unknown: ['?', 'cannot tell', ''],
};

/** A level by icon, word and colour; any one of them is enough to read it. */
export const levelPill = (level: DriftLevel) => {
  const [icon, word, tone] = signs[level];
  return html`<span class=${`pill ${tone}`}><span aria-hidden="true">${icon}</span> ${word}</span>`;
};

/** The colour of a mark that shows a level. */
export const levelColour = (level: DriftLevel): string =>
  ({ ok: 'var(--good)', watch: 'var(--warn)', alert: 'var(--bad)', unknown: 'var(--muted)' })[level];
