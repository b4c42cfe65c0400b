import type { Explained, PredictionState } from '@aicrm/client/client';
import type { ModelCard } from '@aicrm/schema/model';
import type { Score } from '@aicrm/schema/prediction';
import type { Problem } from '@aicrm/schema/problem';
import type { ReactiveController } from 'lit';
import { nothing, render, type TemplateResult } from 'lit/html.js';
import type { AicrmElement } from '../internal/aicrm-element.js';
import { sheetOf } from '../internal/css.js';
import type { PredictionController } from '../internal/prediction-controller.js';
import { panel as english } from '../locales/en-panel.js';
import { catalogueOf } from '../locales/locale.js';
import type { BadgeMessages, PanelMessages } from '../locales/messages.js';
import { panelTokens } from '../theme/panel-tokens.js';
import { onDismiss } from './dismiss.js';
import { type CardView, type PanelView, panel } from './panel.js';
import { panelStyles } from './panel-styles.js';

/** The badge as its opened part sees it. */
export interface ReasonsHost extends AicrmElement {
  readonly open: boolean;
  readonly display: 'popover' | 'inline';
  readonly cardHref: string | undefined;
  badgeWords(language: string): BadgeMessages;
  /** Words of the opened part, where a kind of badge has its own in place of some. */
  panelWords?(words: PanelMessages, language: string): PanelMessages;
  /** What the opened part tells beside the reasons; a chunk of its own. */
  loadFacts?(prediction: PredictionController): Promise<PanelFacts>;
}

export interface FactsView {
  readonly score: Score;
  /** Of this score or of the one before it; absent until the first has come. */
  readonly explained: Explained | undefined;
  readonly language: string;
  readonly words: PanelMessages;
}

/** Facts of a kind of record between the score and its reasons. */
export interface PanelFacts {
  draw(view: FactsView): TemplateResult | typeof nothing;
}

/** The opened part of a badge. It is a chunk of its own, fetched when the first badge opens. */
export interface Reasons {
  /** Draws the opened part behind the pill, or takes it away. */
  draw(open: boolean, language: string): void;
}

/**
 * Makes the opened part for one badge: a controller of its own, so that a closed badge carries none of its state.
 *
 * @param place Where it is drawn, behind what is there.
 * @param close Closes for a person; `refocus` where the focus would otherwise be lost with the part.
 */
export function createReasons(
  element: ReasonsHost,
  place: HTMLElement,
  prediction: PredictionController,
  close: (refocus: boolean) => void,
): Reasons {
  element.renderRoot.adoptedStyleSheets.push(sheetOf(panelTokens), sheetOf(panelStyles));
  return new ReasonsController(element, place, prediction, close);
}

class ReasonsController implements Reasons, ReactiveController {
  /** The last explanation; it stays while the next one is computed. */
  private explained: Explained | undefined;
  private problem: Problem | undefined;
  private explainedFor: PredictionState | undefined;
  private askedFor: PredictionState | undefined;
  private all = false;
  private facts: PanelFacts | undefined;
  private card: CardView = { state: 'closed' };
  private dismiss: { readonly floats: boolean; stop(): void } | undefined;

  private readonly element: ReasonsHost;
  private readonly place: HTMLElement;
  private readonly prediction: PredictionController;
  private readonly close: (refocus: boolean) => void;

  constructor(
    element: ReasonsHost,
    place: HTMLElement,
    prediction: PredictionController,
    close: (refocus: boolean) => void,
  ) {
    this.element = element;
    this.place = place;
    this.prediction = prediction;
    this.close = close;
    element.addController(this);
    // Where their chunk does not come, the reasons stand alone.
    element.loadFacts?.(prediction).then(
      (facts) => {
        this.facts = facts;
        element.requestUpdate();
      },
      () => {},
    );
  }

  hostUpdate(): void {
    const { current } = this.prediction;
    if (!this.element.open || current === this.askedFor || current.state === 'loading') return;
    const before = this.askedFor;
    this.askedFor = current;
    const sameRecord =
      before?.state === 'score' &&
      current.state === 'score' &&
      before.score.recordId === current.score.recordId;
    if (!sameRecord) this.explained = undefined;
    this.problem = undefined;
    if (current.state === 'score') void this.explain(current);
  }

  hostUpdated(): void {
    const panel = this.element.renderRoot.querySelector<HTMLElement>('#panel');
    if (panel?.popover && !panel.matches(':popover-open')) panel.showPopover();
    this.watchDismissal(panel !== null);
  }

  hostDisconnected(): void {
    this.watchDismissal(false);
  }

  private watchDismissal(open: boolean): void {
    const floats = this.element.display !== 'inline';
    if (this.dismiss && (!open || this.dismiss.floats !== floats)) {
      this.dismiss.stop();
      this.dismiss = undefined;
    }
    if (open) this.dismiss ??= { floats, stop: onDismiss(this.element, floats, this.close) };
  }

  private async explain(asked: PredictionState): Promise<void> {
    const { client, request } = this.prediction;
    let answer: Explained | Problem;
    try {
      if (!client || !request) return;
      answer = await client.explain(request);
    } catch (error) {
      answer = unexpected(error);
    }
    // The answer to an older score is dropped.
    if (asked !== this.askedFor) return;
    this.explainedFor = asked;
    if ('explanation' in answer) this.explained = answer;
    else this.problem = answer;
    this.element.requestUpdate();
  }

  private readonly toggleAll = (): void => {
    this.all = !this.all;
    this.element.requestUpdate();
  };

  private readonly retry = (): void => {
    // The button that was pressed goes away with the problem, so the focus moves to the pill, which stays.
    this.element.renderRoot.querySelector('button')?.focus();
    this.askedFor = undefined;
    this.prediction.retry();
  };

  private readonly toggleCard = (): void => {
    if (this.card.state === 'closed' || this.card.state === 'failed') void this.loadCard();
    else this.card = { state: 'closed' };
    this.element.requestUpdate();
  };

  private async loadCard(): Promise<void> {
    const asked: CardView = { state: 'loading' };
    this.card = asked;
    let next: CardView = { state: 'failed' };
    try {
      const { client, request } = this.prediction;
      if (client && request) {
        const [{ modelCard }, card] = await Promise.all([
          import('./model-card.js'),
          client.card(request.model),
        ]);
        if (isCard(card))
          next = { state: 'ready', render: (language, words) => modelCard(card, language, words) };
      }
    } catch {
      // Offline, or a worker that does not answer: the failed state says so.
    }
    if (this.card !== asked) return;
    this.card = next;
    this.element.requestUpdate();
  }

  draw(open: boolean, language: string): void {
    render(open ? panel(this.view(language)) : nothing, this.place);
  }

  private view(language: string): PanelView {
    const { element, prediction } = this;
    const { current, offline } = prediction;
    const common = catalogueOf(language)?.panel ?? english;
    const words = element.panelWords?.(common, language) ?? common;
    return {
      language,
      words,
      badge: element.badgeWords(language),
      facts:
        current.state === 'score' &&
        this.facts?.draw({ score: current.score, explained: this.explained, language, words }),
      current,
      offline,
      explained: this.explained,
      fresh: this.explainedFor === current,
      problem: this.problem,
      all: this.all,
      card: this.card,
      cardHref: element.cardHref,
      floats: element.display !== 'inline',
      close: () => this.close(true),
      retry: this.retry,
      toggleAll: this.toggleAll,
      toggleCard: this.toggleCard,
    };
  }
}

const isCard = (answer: ModelCard | Problem): answer is ModelCard => 'meta' in answer;

const unexpected = (error: unknown): Problem => ({
  kind: 'temporary',
  title: 'unexpected',
  status: 0,
  detail: error instanceof Error ? error.message : String(error),
});
