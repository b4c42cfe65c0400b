import type { ActionsInsight, Part } from '@aicrm/client/insight/types';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { day, money, number, signalValue, signed } from '../internal/insight-format.js';
import { partOf } from '../internal/part-state.js';
import type { InsightMessages } from '../locales/insight-messages.js';
import type { Decision, Decisions } from './decisions.js';

export type Action = ActionsInsight['actions'][number];

/** All that the list shows, and what its controls do: drawing it is a function of this. */
export interface ActionListView {
  readonly part: Part<ActionsInsight>;
  readonly words: InsightMessages;
  readonly language: string;
  readonly currency: string | undefined;
  readonly now: number;
  readonly decisions: Decisions;
  /** The rule whose ways to put it off are opened. */
  readonly snoozing: string | undefined;
  readonly decide: (action: Action, what: Decision['what'], until?: number) => void;
  readonly toggleSnooze: (rule: string) => void;
  readonly undo: () => void;
  readonly retry: () => void;
}

const dayMs = 86_400_000;

export function actionList(view: ActionListView): TemplateResult {
  const { part, words, retry } = view;
  return html`<div class="actions" part="actions">
    ${undoRow(view)} ${partOf(part, words, retry, (value) => list(view, value), 4)}
  </div>`;
}

function undoRow(view: ActionListView): TemplateResult {
  const { decisions, words, language, now } = view;
  const { pending, failed } = decisions;
  const said = pending
    ? pending.what === 'done'
      ? words.done(pending.label)
      : pending.what === 'dismissed'
        ? words.dismissed(pending.label)
        : words.snoozed(pending.label, day(pending.until ?? now, language, now))
    : failed
      ? words.notKept
      : '';
  return html`<div
    class="undo"
    role="status"
    ?hidden=${said === ''}
    @pointerenter=${() => decisions.hold()}
    @pointerleave=${({ currentTarget }: Event) => {
      if (!(currentTarget instanceof Element && currentTarget.matches(':focus-within'))) decisions.resume();
    }}
    @focusin=${() => decisions.hold()}
    @focusout=${() => decisions.resume()}
  >
    <span><bdi>${said}</bdi></span>
    ${pending ? html`<button class="button undo-button" type="button" @click=${view.undo}>${words.undo}</button>` : nothing}
  </div>`;
}

function list(view: ActionListView, { actions, suppressed, undecided }: ActionsInsight): TemplateResult {
  const { words, language } = view;
  const proposed = actions.filter(({ kind, rule }) => kind !== 'wait' || rule !== undefined);
  const held = suppressed.length + undecided.length;
  return html`${
    proposed.length === 0
      ? html`<p class="absent">${words.nothingToDo}</p>`
      : html`<ol class="action-list">
          ${proposed.map((action, i) => item(view, action, i === 0))}
        </ol>`
  }
  ${
    held > 0
      ? html`<details class="held">
          <summary>${words.held(number(held, language))}</summary>
          <ul>
            ${suppressed.map(({ label, why }) => html`<li><bdi>${label}</bdi>: ${words.whyHeld[why]}</li>`)}
            ${undecided.map(
              ({ label, signals }) =>
                html`<li><bdi>${label}</bdi>: ${words.undecided(signals.map(({ id, label: own }) => words.signals[id] ?? own).join(', '))}</li>`,
            )}
          </ul>
        </details>`
      : nothing
  }`;
}

function item(view: ActionListView, action: Action, best: boolean): TemplateResult {
  const { words, snoozing, decide, toggleSnooze } = view;
  const { rule, kind, label } = action;
  const open = rule !== undefined && snoozing === rule;
  return html`<li class="action" data-rule=${rule ?? nothing}>
    <p class="what"><span class="kind">${words.kinds[kind]}</span> <b><bdi>${label}</bdi></b></p>
    <dl class="why">
      <div>
        <dt>${words.expectedEffect}</dt>
        <dd>${effect(view, action)}</dd>
      </div>
      <div>
        <dt>${words.because}</dt>
        <dd>${evidence(view, action)}</dd>
      </div>
    </dl>
    ${
      rule === undefined
        ? nothing
        : html`<div class="buttons" role="group" aria-label=${label}>
            <button
              class=${best ? 'button primary' : 'button'}
              type="button"
              @click=${() => decide(action, 'done')}
            >${words.accept}</button>
            <button
              class="button snooze"
              type="button"
              aria-expanded=${open ? 'true' : 'false'}
              @click=${() => toggleSnooze(rule)}
            >${words.snooze}</button>
            <button class="button quiet" type="button" @click=${() => decide(action, 'dismissed')}>${words.dismiss}</button>
          </div>
          ${open ? snoozeRow(view, action) : nothing}`
    }
  </li>`;
}

const isoDay = (at: number): string => new Date(at).toISOString().slice(0, 10);

function snoozeRow(view: ActionListView, action: Action): TemplateResult {
  const { words, now, decide } = view;
  const until = (days: number) => () => decide(action, 'snoozed', now + days * dayMs);
  const choose = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.currentTarget;
    const field = form instanceof HTMLFormElement ? form.querySelector('input') : null;
    const at = field ? Date.parse(`${field.value}T00:00`) : Number.NaN;
    if (at > now) decide(action, 'snoozed', at);
    else field?.focus();
  };
  return html`<form class="snooze-row" @submit=${choose}>
    <button class="button" type="button" @click=${until(1)}>${words.snoozeDay}</button>
    <button class="button" type="button" @click=${until(7)}>${words.snoozeWeek}</button>
    <span class="until">
      <label
        ><span>${words.snoozeUntil}</span>
        <input type="date" required min=${isoDay(now + dayMs)} .value=${isoDay(now + 14 * dayMs)}
      /></label>
      <button class="button" type="submit">${words.set}</button>
    </span>
  </form>`;
}

function effect({ words, language, currency }: ActionListView, { effect: own }: Action): TemplateResult {
  if (own.state === 'no-estimate') return html`<span class="fine">${words.noEstimate[own.why]}</span>`;
  const { change, gain, how } = own;
  const good = change > 0;
  return html`<b class=${good ? 'better' : 'worse'}
      >${words.points(signed(100 * change, language, 1))}${gain === null ? nothing : html`, ${words.worth(money(gain, currency, language))}`}</b
    >
    <span class="fine">${words.how[how]}</span>`;
}

function evidence({ words, language, currency }: ActionListView, { evidence: all }: Action): TemplateResult {
  return html`${all.map(
    ({ signal, label, value }, i) =>
      html`${i > 0 ? ' · ' : nothing}<span
          ><bdi>${words.signals[signal] ?? label}</bdi>:
          <bdi class="num">${signalValue(signal, value, currency, language, words)}</bdi></span
        >`,
  )}`;
}
