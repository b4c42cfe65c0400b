import type { Client, ClientStatus, PredictionState } from '@aicrm/client/types';
import type { Score } from '@aicrm/schema/prediction';
import { LeadScoreBadge } from '@aicrm/widgets/lead-score-badge/lead-score-badge';
import { css, html, LitElement, unsafeCSS } from 'lit';
import '@aicrm/widgets/lead-score-badge/define';

const status: ClientStatus = {
  online: true,
  syncedAt: 1,
  failingSince: null,
  problem: null,
  store: 'memory',
};
const score = (recordId: string): Score => ({
  state: 'score',
  recordId,
  model: { name: 'lead-score', version: '1', sha256: '' },
  asOf: '2026-01-01T00:00:00Z',
  probability: 0.34,
  logit: -0.66,
  band: 'medium',
  inputsPresent: 3,
  inputsTotal: 3,
  trainingRows: 100,
});
const never = async (): Promise<never> => {
  throw new Error('the benchmark asks for scores only');
};
/** Answers at once: what is measured is the element, not the model. */
const client: Client = {
  watch(request, listener) {
    const state: PredictionState = {
      state: 'score',
      score: score(request.recordId ?? ''),
      freshness: 'live',
      dataAt: '2026-01-01',
    };
    listener(state);
    return () => {};
  },
  explain: never,
  rank: never,
  sync: never,
  card: never,
  data: never,
  signOut: never,
  online: true,
  status,
  onStatus(listener) {
    listener(status);
    return () => {};
  },
};

/** What a Lit element must cost at least that paints the same pill: the same styles and nodes, and a text for data. */
class PlainLit extends LitElement {
  static override styles = LeadScoreBadge.styles.map(unsafeCSS);
  static override properties = { recordId: { attribute: 'record-id' } };
  declare recordId: string | undefined;

  protected override render() {
    return html`<span class="base" lang="en"><button class="pill medium" part="pill" type="button" aria-expanded="false" @click=${this.toggle}
      ><span class="sr">Lead score: </span><svg class="meter" part="meter" viewBox="0 0 14 14" aria-hidden="true"><path d="M2.5 13V9" /><path d="M7 13V5.5" /><path d="M11.5 13V1" /></svg
      ><b class="value" part="value">${'34 %'}</b><span class="word" part="band">${'Medium'}</span></button></span>`;
  }

  private readonly toggle = (): void => {};
}
customElements.define('bench-plain-lit', PlainLit);

/** Lit with next to nothing in it. */
class BareLit extends LitElement {
  static override styles = css`:host { display: inline-block; }`;
  protected override render() {
    return html`<span>${'34 %'}</span>`;
  }
}
customElements.define('bench-bare-lit', BareLit);

const sheet = new CSSStyleSheet();
sheet.replaceSync(LeadScoreBadge.styles.join('\n'));
const template = document.createElement('template');
template.innerHTML = `<span class="base" lang="en"><button class="pill medium" part="pill" type="button" aria-expanded="false"><span class="sr">Lead score: </span><svg class="meter" part="meter" viewBox="0 0 14 14" aria-hidden="true"><path d="M2.5 13V9" /><path d="M7 13V5.5" /><path d="M11.5 13V1" /></svg><b class="value" part="value">34 %</b><span class="word" part="band">Medium</span></button></span>`;

/** The same pill by hand: a cloned template and nothing that could change it. */
class Vanilla extends HTMLElement {
  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [sheet];
    root.append(template.content.cloneNode(true));
  }
}
customElements.define('bench-vanilla', Vanilla);

export const kinds = [
  'aicrm-lead-score-badge',
  'bench-plain-lit',
  'bench-bare-lit',
  'bench-vanilla',
  'sl-badge',
];

const place = document.createElement('div');
document.body.append(place);

function create(kind: string, i: number): HTMLElement {
  const element = document.createElement(kind);
  element.setAttribute('record-id', `lead:bench:${i}`);
  if (element instanceof LeadScoreBadge) element.client = client;
  if (kind === 'sl-badge') element.textContent = '34 %';
  return element;
}

/** Creates, attaches, renders and lays out `count` elements; answers seconds of one task chain, the paint aside. */
export async function mount(kind: string, count: number): Promise<number> {
  // A frame of its own, so that nothing of the round before is laid out in this one.
  await new Promise((done) => requestAnimationFrame(done));
  const begin = performance.now();
  const fragment = document.createDocumentFragment();
  const elements = Array.from({ length: count }, (_, i) => create(kind, i));
  fragment.append(...elements);
  place.append(fragment);
  const last = elements.at(-1);
  if (last && 'updateComplete' in last) for (const one of elements) await (one as LitElement).updateComplete;
  const { height } = place.getBoundingClientRect();
  const spent = performance.now() - begin;
  const rendered = last?.shadowRoot?.textContent ?? '';
  if (height === 0 || (kind !== 'sl-badge' && !rendered.includes('34')))
    throw new Error(`${kind} painted nothing`);
  return spent / 1000;
}

export function unmount(): void {
  place.replaceChildren();
}

declare const gc: (() => void) | undefined;

/** Bytes in use after the collector ran. */
export async function heap(): Promise<number> {
  for (let i = 0; i < 3; i++) {
    gc?.();
    await new Promise((done) => setTimeout(done, 20));
  }
  const { memory } = performance as Performance & { memory?: { usedJSHeapSize: number } };
  return memory?.usedJSHeapSize ?? Number.NaN;
}
