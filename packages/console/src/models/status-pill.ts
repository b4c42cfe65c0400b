import type { ModelVersion } from '@aicrm/schema/wire';
import { html } from 'lit';

const words: Record<ModelVersion['status'], readonly [label: string, tone: string]> = {
  published: ['published', 'good'],
  candidate: ['candidate', 'info'],
  refused: ['refused', 'bad'],
  retired: ['retired', ''],
};

export const statusPill = (status: ModelVersion['status']) =>
  html`<span class=${`pill ${words[status][1]}`}>${words[status][0]}</span>`;
