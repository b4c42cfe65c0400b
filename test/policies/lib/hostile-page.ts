import { smallModel } from '@aicrm/client/testing/small-model';
import { readArtefact } from '@aicrm/runtime/artefact';
import { counterfactuals, explain } from '@aicrm/runtime/explain';
import { viewFromHost } from '@aicrm/runtime/host-record';
import { writeArtefact } from '@aicrm/runtime/write-artefact';
import type { ModelCard, ModelMeta } from '@aicrm/schema/model';
import type { Problem } from '@aicrm/schema/problem';
import { must } from '@aicrm/schema/result';
import '@aicrm/widgets/lead-score-badge/define';
import { FakeClient, scoreState, card as someCard } from '@aicrm/widgets/testing/fake-client';
import { render } from 'lit';
import { CardView } from '../../../packages/console/src/models/card-view.js';
import { VersionList } from '../../../packages/console/src/models/version-list.js';
import { card as fullCard, model, version } from '../../../packages/console/src/testing/fake-worker.js';
import { problemNote } from '../../../packages/console/src/ui/problem-note.js';

/** Gives the text that a field holds, by the field's name. */
export type Fill = (field: string) => string;

const artefact = readArtefact((await smallModel()).bytes, '');
if (!artefact.ok) throw new Error(artefact.error.detail);
const { model: trees, meta: plain } = artefact.value;

/** The small model with a tenant's words wherever a model file holds words. */
function metaWith(fill: Fill): ModelMeta {
  return {
    ...plain,
    name: fill('model name'),
    version: fill('model version'),
    outcome: fill('outcome'),
    dataLicence: fill('data licence'),
    hostFields: { [fill('host field')]: 'facts.orders.count' },
    features: plain.features.map((feature, i) => ({
      ...feature,
      spec: {
        ...feature.spec,
        id: `${i} ${fill('feature id')}`,
        label: fill('feature label'),
        unit: fill('unit'),
        changeable: true,
      },
      encoder:
        feature.encoder.kind === 'target'
          ? // Known, unseen and missing levels count alike, so that no word changes a reason's size.
            { kind: 'target', levels: { [fill('level')]: 0, none: 0 }, other: 0 }
          : feature.encoder,
      profile:
        feature.profile.levels === undefined
          ? feature.profile
          : { ...feature.profile, levels: { [fill('another level')]: 0.4, none: 0.6 } },
    })),
  };
}

/** What the page computes from such a model file, written, read and asked as the product does. */
function explained(fill: Fill): { meta: ModelMeta; known: ReturnType<FakeClient['explain']> } {
  const read = readArtefact(writeArtefact(trees, metaWith(fill)), 'hash');
  if (!read.ok) throw new Error(read.error.detail);
  const record = { [fill('host field')]: 2, 'fields.segment': fill('level'), id: fill('record id') };
  const now = Date.UTC(2026, 0, 1);
  const view = viewFromHost(read.value.meta, record, undefined, now);
  const explanation = explain(read.value, view, now);
  const offered = counterfactuals(read.value, view, now);
  // Two that are always there: whether a made model has any to offer depends on its words.
  const change = { feature: 'level', label: fill('change label'), unit: fill('change unit') };
  const made = [
    { ...change, from: fill('change from'), to: fill('change to'), probability: 0.6 },
    { ...change, from: 1, to: 2, probability: 0.7 },
  ];
  const { meta } = read.value;
  return {
    meta,
    known: Promise.resolve({ explanation, counterfactuals: [...made, ...offered].slice(0, 2), meta }),
  };
}

const cardWith = (card: ModelCard, fill: Fill): ModelCard => ({
  ...card,
  name: fill('card name'),
  version: fill('card version'),
  meta: {
    ...card.meta,
    name: fill('card model name'),
    recordType: fill('record type'),
    outcome: fill('card outcome'),
    dataLicence: fill('card licence'),
    hostFields: { [fill('card host field')]: fill('card host path') },
  },
  features: card.features.map((feature) => ({
    ...feature,
    id: fill('card feature id'),
    label: fill('card feature label'),
  })),
  leaks: card.leaks.map((leak) => ({ ...leak, column: fill('leak column'), reason: fill('leak reason') })),
  verdict: {
    ...card.verdict,
    reason: fill('verdict reason'),
    checks: card.verdict.checks.map((check) => ({
      ...check,
      name: fill('check name'),
      detail: fill('check detail'),
    })),
  },
  limits: [fill('limit')],
});

const problemWith = (fill: Fill): Problem => ({
  kind: 'temporary',
  status: 503,
  title: fill('problem title'),
  detail: fill('problem detail'),
  action: fill('problem action'),
  issues: [{ at: fill('issue at'), message: fill('issue message') }],
  requestId: fill('request id'),
});

function badge(client: FakeClient, fill: Fill): HTMLElementTagNameMap['aicrm-lead-score-badge'] {
  const element = document.createElement('aicrm-lead-score-badge');
  element.client = client;
  element.recordId = `lead:club:${fill('record id')}`;
  element.record = { [fill('record field')]: fill('record value') };
  element.model = fill('model');
  element.display = 'inline';
  element.open = true;
  return element;
}

function scored(fill: Fill): FakeClient {
  const state = scoreState(0.34, 'medium', 'stale', `lead:club:${fill('record id')}`);
  const client = new FakeClient({ ...state, dataAt: fill('data at') });
  const { known } = explained(fill);
  client.explain = () => known;
  client.cardAnswer = cardWith(
    {
      ...someCard,
      meta: {
        ...someCard.meta,
        trainedAt: fill('trained at'),
        trainingWindow: {
          ...someCard.meta.trainingWindow,
          from: fill('trained from'),
          to: fill('trained to'),
        },
      },
    },
    fill,
  );
  return client;
}

const refused = (fill: Fill): FakeClient =>
  new FakeClient({
    state: 'insufficient-data',
    refusal: {
      state: 'insufficient-data',
      recordId: fill('record id'),
      why: 'inputs',
      missing: [fill('missing')],
      detail: fill('refusal detail'),
    },
    freshness: 'live',
    dataAt: '2026-01-01',
  });

async function until(ready: () => boolean, what: string): Promise<void> {
  for (let tries = 0; !ready(); tries++) {
    if (tries > 2_000) throw new Error(`${what} did not come`);
    await new Promise((done) => setTimeout(done, 1));
  }
}

const shadow = (element: Element | undefined, selector: string): Element | null =>
  element?.shadowRoot?.querySelector(selector) ?? null;

/**
 * Shows a tenant's words in everything that shows words: a scored badge with its reasons, changes and model card, a
 * refusal, a problem, and the console's card, versions and problem. The caller removes what it gets.
 *
 * @param everything `false` leaves all but the scored badge and the console's card away.
 */
export async function hostilePage(fill: Fill, everything = true): Promise<HTMLElement> {
  const page = document.createElement('main');
  page.lang = fill('locale');
  // Nothing of this is about looks, and a layout of each page would be most of the time.
  page.hidden = true;
  const problem = problemWith(fill);
  const clients = [scored(fill)];
  if (everything) clients.push(refused(fill), new FakeClient({ state: 'error', problem }));
  const badges = clients.map((client) => badge(client, fill));
  const shown = { ...version('v1', 'published'), version: fill('version'), card: cardWith(fullCard, fill) };
  const console = new CardView();
  console.version = { ...shown, sha256: fill('fingerprint') };
  page.append(...badges, console);
  if (everything) {
    const versions = new VersionList();
    versions.model = { ...model([shown]), name: fill('model name'), label: fill('model label') };
    const note = document.createElement('div');
    render(problemNote(problem), note);
    page.append(versions, note);
  }
  document.body.append(page);

  const [first] = badges;
  await until(
    () => badges.every((one) => shadow(one, '#panel')) && shadow(first, '[part=reasons]') !== null,
    'the opened badges',
  );
  const about = must(shadow(first, '.about button'), 'button of the card');
  if (about instanceof HTMLElement) about.click();
  await until(() => shadow(first, '[part=card]') !== null, 'the model card');
  await Promise.all([...badges, console].map((element) => element.updateComplete));
  return page;
}

/** All text of a tree through its shadow roots, and what its attributes hold. */
export function wordsOf(root: Element): string {
  const texts: string[] = [];
  const walk = (node: Element | ShadowRoot): void => {
    if (node instanceof Element) {
      for (const { value } of node.attributes) texts.push(value);
      if (node.shadowRoot) walk(node.shadowRoot);
    }
    for (const child of node.childNodes)
      if (child instanceof Element) walk(child);
      else if (child instanceof Text) texts.push(child.data);
  };
  walk(root);
  return texts.join('\n');
}
