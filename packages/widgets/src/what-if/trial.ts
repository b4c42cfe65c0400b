import type { Explained, PredictionState } from '@aicrm/client/client';
import { answerOf, type Edits, type Tried, withEdits } from '@aicrm/client/what-if/what-if';
import type { Problem } from '@aicrm/schema/problem';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { PredictionController } from '../internal/prediction-controller.js';

/** What an answer is about: the explained record, and its score. */
export type Answer = Explained & ReturnType<typeof answerOf>;

/**
 * What somebody tries on a record, and what the model says to it. The record as it is comes from the prediction that the
 * element watches; each change is answered by the same client, which computes it in the page. While one answer is
 * computed, only the last of the changes that come meanwhile is kept.
 */
export class Trial implements ReactiveController {
  /** The record as it is; it stays while the next score of the same record is explained. */
  base: Answer | undefined;
  /** The record with the changes; `undefined` until there is one. */
  tried: Answer | undefined;
  problem: Problem | undefined;
  edits: Edits = new Map();

  private asked: PredictionState | undefined;
  private about: string | undefined;
  private running = false;
  private again = false;
  private readonly host: ReactiveControllerHost;
  private readonly prediction: PredictionController;
  /** Called when an answer to a change is here. */
  private readonly answered: () => void;

  constructor(host: ReactiveControllerHost, prediction: PredictionController, answered: () => void) {
    this.host = host;
    this.prediction = prediction;
    this.answered = answered;
    host.addController(this);
  }

  hostUpdate(): void {
    const { current } = this.prediction;
    if (current === this.asked || current.state === 'loading') return;
    this.asked = current;
    this.problem = undefined;
    if (current.state !== 'score') return;
    const { recordId, model } = current.score;
    const about = `${model.name} ${recordId}`;
    // What was tried on one record must not stand on another.
    if (about !== this.about) {
      this.about = about;
      this.base = undefined;
      this.tried = undefined;
      this.edits = new Map();
    }
    void this.compute();
  }

  /** Tries a value; the value that is there already takes the change back. */
  set(feature: string, value: Tried, now: Tried): void {
    const edits = new Map(this.edits);
    if (value === now) edits.delete(feature);
    else edits.set(feature, value);
    this.edits = edits;
    if (edits.size === 0) this.tried = undefined;
    this.host.requestUpdate();
    void this.compute();
  }

  reset(): void {
    this.edits = new Map();
    this.tried = undefined;
    this.host.requestUpdate();
  }

  private async compute(): Promise<void> {
    if (this.running) {
      this.again = true;
      return;
    }
    this.running = true;
    do {
      this.again = false;
      await this.answer();
    } while (this.again);
    this.running = false;
  }

  private async answer(): Promise<void> {
    const { client, request } = this.prediction;
    const { asked, edits } = this;
    if (asked?.state !== 'score' || !client || !request) return;
    try {
      const known = this.explainedFor === asked ? this.base : undefined;
      const base = known ?? (await client.explain(request));
      // The answer to an older score is dropped.
      if (asked !== this.asked) return;
      if ('kind' in base) {
        this.problem = base;
        return;
      }
      this.explainedFor = asked;
      this.base = known ?? { ...base, ...answerOf(base) };
      if (edits.size === 0) return;
      const record = withEdits(base.meta, request.record, edits, Date.parse(asked.score.asOf));
      const next = await client.explain({ ...request, record });
      if (asked !== this.asked || this.edits.size === 0) return;
      if ('kind' in next) this.problem = next;
      else {
        this.problem = undefined;
        this.tried = { ...next, ...answerOf(next) };
        if (edits === this.edits) this.answered();
      }
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      this.problem = { kind: 'temporary', title: 'unexpected', status: 0, detail };
    } finally {
      this.host.requestUpdate();
    }
  }

  private explainedFor: PredictionState | undefined;
}
