import { chart } from '@aicrm/widgets/charts/chart';
import { chartStyles } from '@aicrm/widgets/charts/chart-styles';
import type { ChartSpec } from '@aicrm/widgets/charts/chart-types';
import { sheetOf } from '@aicrm/widgets/internal/css';
import { panelTokens } from '@aicrm/widgets/theme/panel-tokens';
import { tokens } from '@aicrm/widgets/theme/tokens';
import { html, render, type TemplateResult } from 'lit';

/** A place with our tokens and the charts' styles, as an element of ours gives it to its charts. */
export function chartHost(content: TemplateResult): HTMLElement {
  const host = document.createElement('div');
  host.className = 'chart-host';
  host.style.fontSize = '13px';
  const root = host.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [tokens, panelTokens, chartStyles].map(sheetOf);
  render(content, root);
  return host;
}

export const chartIn = (spec: ChartSpec): HTMLElement => chartHost(html`${chart(spec)}`);
