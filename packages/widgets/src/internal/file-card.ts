import type { Client } from '@aicrm/client/client';
import { defaultClient, whenClient } from '@aicrm/client/registry';
import type { AnalysisFile, AnalysisName } from '@aicrm/schema/analysis';
import type { Problem } from '@aicrm/schema/problem';
import { html, render, type TemplateResult } from 'lit/html.js';
import { directionOf, wordsIn } from '../locales/locale.js';
import type { AicrmElement } from './aicrm-element.js';
import { message, skeleton } from './card-states.js';
import { DataController, type DataState } from './data-controller.js';
import { setAttribute } from './dom.js';

/** What cards of one file of the whole tenant (forecast, segments, insights) share: where it comes from, and their frame. */
export interface FileCard extends AicrmElement {
  readonly density: 'comfortable' | 'compact';
  readonly client: Client | undefined;
  readonly state: DataState<unknown>['state'];
  readonly offline: boolean;
}

/** Words that each of these cards has. */
export interface FileCardWords {
  readonly name: string;
  readonly loading: string;
  readonly empty: string;
  readonly tooLittleTitle: string;
  readonly permissionTitle: string;
  readonly permissionHelp: string;
  readonly errorTitle: string;
  readonly errorHelp: string;
  readonly noClient: string;
  readonly retry: string;
  readonly noteOffline: string;
  readonly noteStale: string;
}

/** Follows the tenant's file; with one that the host handed over nothing is asked. */
export const followFile = <N extends AnalysisName>(
  card: FileCard,
  name: N,
  handed: () => unknown,
): DataController<AnalysisFile<N>> =>
  new DataController<AnalysisFile<N>>(
    card,
    () =>
      handed() === undefined
        ? {
            key: name,
            client: card.client ?? defaultClient(),
            watch: (data, listener) => data.watchAnalysis(name, listener),
          }
        : undefined,
    whenClient,
  );

/** Draws the frame with its content, or bones until its words are here, and says on the element what is painted. */
export function drawFileCard(
  card: FileCard,
  current: DataState<unknown>,
  language: string,
  content: TemplateResult | undefined,
): void {
  render(
    html`<article
      class="card ${card.density === 'compact' ? 'compact' : ''}"
      part="card"
      lang=${wordsIn(language)}
      dir=${directionOf(language)}
      aria-busy=${String(current.state === 'loading')}
    >
      <div class="content">${content ?? skeleton()}</div>
    </article>`,
    card.renderRoot,
  );
  setAttribute(card, 'state', card.state);
  setAttribute(card, 'freshness', current.state === 'ready' ? current.freshness : undefined);
  card.toggleAttribute('offline', card.offline);
}

/** Why a card shows no file. */
export type Place =
  | { readonly state: 'loading' | 'empty' | 'permission' }
  | { readonly state: 'insufficient-data'; readonly detail: string }
  | { readonly state: 'error'; readonly problem: Problem };

/** What stands in the card's place: `unreadable` is said of a file of the host's that is none, `retry` only where it helps. */
export function inItsPlace(
  current: Place,
  words: FileCardWords,
  unreadable: { readonly title: string; readonly said: string },
  retry: (() => void) | undefined,
): TemplateResult {
  switch (current.state) {
    case 'loading':
      return skeleton(words.loading);
    case 'empty':
      return message(words.name, [words.empty]);
    case 'insufficient-data':
      return message(words.tooLittleTitle, [current.detail]);
    case 'permission':
      return message(words.permissionTitle, [words.permissionHelp]);
    case 'error': {
      const { title, detail } = current.problem;
      if (title === 'no-client') return message(words.errorTitle, [words.noClient]);
      if (title === unreadable.title) return message(words.errorTitle, [unreadable.said, detail]);
      const again = retry && { name: words.retry, act: retry };
      return message(words.errorTitle, [words.errorHelp], again);
    }
  }
}

/** What is worth saying above content that is there. */
export const notesOn = (offline: boolean, freshness: string, words: FileCardWords): string[] => [
  ...(offline ? [words.noteOffline] : []),
  ...(freshness === 'stale' ? [words.noteStale] : []),
];
