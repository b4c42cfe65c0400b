import type { TenantData } from '@aicrm/client/data-types';
import type { ActionEvent } from '@aicrm/schema/next-action';
import type { ReactiveController } from 'lit';
import { emit } from '../events.js';
import type { AicrmElement } from '../internal/aicrm-element.js';
import type { Action } from './action-list.js';
import { type Decision, type Decisions, decisionsOf } from './decisions.js';

/** What a list of proposals does in an element: decisions, their events, the way back, and where the focus goes. */
export class ActionController implements ReactiveController {
  snoozing: string | undefined;
  private of: { readonly id: string | undefined; readonly decisions: Decisions } | undefined;
  private stop: (() => void) | undefined;
  private taken: Action | undefined;
  /** What takes the focus after the next drawing, because what had it is gone then. */
  private focus: string | undefined;
  private readonly host: AicrmElement;
  private readonly recordId: () => string | undefined;
  private readonly data: () => TenantData | undefined;
  private readonly now: () => number;

  constructor(
    host: AicrmElement,
    recordId: () => string | undefined,
    data: () => TenantData | undefined,
    now: () => number,
  ) {
    this.host = host;
    this.recordId = recordId;
    this.data = data;
    this.now = now;
    host.addController(this);
  }

  get decisions(): Decisions {
    const id = this.recordId();
    if (this.of === undefined || this.of.id !== id) {
      this.stop?.();
      this.stop = undefined;
      this.snoozing = undefined;
      this.of = { id, decisions: decisionsOf(id) };
    }
    return this.of.decisions;
  }

  get history(): readonly ActionEvent[] {
    return this.decisions.history;
  }

  hostConnected(): void {
    this.listen();
  }

  hostUpdate(): void {
    if (this.host.isConnected) this.listen();
  }

  hostUpdated(): void {
    const { focus } = this;
    this.focus = undefined;
    if (focus) this.host.renderRoot.querySelector<HTMLElement>(focus)?.focus();
  }

  hostDisconnected(): void {
    this.stop?.();
    this.stop = undefined;
  }

  readonly decide = (action: Action, what: Decision['what'], until?: number): void => {
    const { rule, label } = action;
    if (rule === undefined) return;
    this.snoozing = undefined;
    this.taken = action;
    this.focus = '.undo-button';
    // The ranking must see it as of the moment that it is made for.
    const at = this.now();
    this.decisions.decide({ rule, label, what, at, ...(until === undefined ? {} : { until }) }, this.data());
    this.tell(action, what, until);
  };

  readonly undo = (): void => {
    const { taken } = this;
    const back = this.decisions.undo();
    if (!back) return;
    this.focus = `[data-rule="${CSS.escape(back.rule)}"] button`;
    if (taken?.rule === back.rule) this.tell(taken, 'undone');
    this.host.requestUpdate();
  };

  readonly toggleSnooze = (rule: string): void => {
    this.snoozing = this.snoozing === rule ? undefined : rule;
    if (this.snoozing) this.focus = '.snooze-row button';
    this.host.requestUpdate();
  };

  /** Escape folds the ways to put an action off, and goes back to their button. */
  readonly onKey = (event: KeyboardEvent): void => {
    const rule = this.snoozing;
    if (event.key !== 'Escape' || rule === undefined || event.defaultPrevented) return;
    // A dialog of the host's around the element must not close by the same key.
    event.preventDefault();
    event.stopPropagation();
    this.snoozing = undefined;
    this.focus = `[data-rule="${CSS.escape(rule)}"] .snooze`;
    this.host.requestUpdate();
  };

  private listen(): void {
    this.stop ??= this.decisions.onChange(() => this.host.requestUpdate());
  }

  private tell({ rule = '', kind, label }: Action, what: Decision['what'] | 'undone', until?: number): void {
    emit(this.host, 'aicrm-action', {
      recordId: this.recordId() ?? null,
      rule,
      kind,
      label,
      what,
      ...(until === undefined ? {} : { until: new Date(until).toISOString() }),
    });
  }
}
