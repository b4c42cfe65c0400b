import { ActionKind, type ActionRule, type Condition } from '@aicrm/schema/next-action';
import { css, html, nothing } from 'lit';
import { ConsoleElement, define, formText } from '../ui/element.js';
import { issuesOf } from './check-rule.js';
import { emptyComparison, isList } from './condition-edit.js';
import { conditionView } from './condition-view.js';

/** A rule's condition as a list, so that a form can always add to it. */
const asList = (when: Condition): Condition => (isList(when) ? when : { op: 'all', of: [when] });

const effects = [
  ['none', 'none is claimed'],
  ['counterfactual', 'a model’s answer to a changed input'],
  ['uplift', 'what an offer was measured to bring'],
] as const;

/** The effect as the form's controls say; `value` names the signal that holds what a success is worth. */
function readEffect(form: HTMLFormElement): ActionRule['effect'] {
  const how = formText(form, 'how');
  const value = formText(form, 'worth');
  const worth = value === '' ? {} : { value };
  if (how === 'counterfactual')
    return { how, signal: formText(form, 'signal'), feature: formText(form, 'feature'), ...worth };
  return how === 'uplift' ? { how, offer: formText(form, 'offer'), ...worth } : { how: 'none' };
}

/**
 * A rule of next actions as a form.
 *
 * @fires {CustomEvent<ActionRule>} kept - A person took the changes over; they are saved with the list.
 * @fires {CustomEvent} left - A person left without them.
 */
export class RuleForm extends ConsoleElement {
  static override styles = [
    ...ConsoleElement.styles,
    css`
      .grid {
        grid-template-columns: repeat(auto-fill, minmax(min(16rem, 100%), 1fr));
      }
      .part {
        display: grid;
        gap: 0.5rem;
      }
      .parts {
        gap: 0.5rem;
        padding-inline-start: 0.75rem;
        border-inline-start: 2px solid var(--line-strong);
      }
      .leaf {
        display: flex;
        flex-wrap: wrap;
        gap: 0.375rem;
      }
      .leaf > input,
      .leaf > select {
        flex: 1 1 8rem;
        inline-size: auto;
        min-inline-size: 0;
      }
      .part .row select {
        inline-size: auto;
      }
    `,
  ];

  static override properties = {
    rule: { attribute: false },
    others: { attribute: false },
    signals: { attribute: false },
    draft: { state: true },
    issues: { state: true },
  };

  declare rule: ActionRule;
  declare others: readonly ActionRule[];
  /** Proposals for names of signals. */
  declare signals: readonly string[];
  declare draft: ActionRule;
  declare issues: readonly string[];

  constructor() {
    super();
    this.issues = [];
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('rule')) {
      this.draft = { ...this.rule, when: asList(this.rule.when) };
      this.issues = [];
    }
  }

  private readonly edited = (event: Event): void => {
    const form = event.currentTarget;
    if (!(form instanceof HTMLFormElement)) return;
    const kind = ActionKind.safeParse(formText(form, 'kind'));
    const numberOf = (name: string) => {
      const text = formText(form, name);
      return text === '' ? Number.NaN : Number(text);
    };
    this.draft = {
      id: formText(form, 'id'),
      label: formText(form, 'label'),
      when: this.draft.when,
      action: {
        kind: kind.success ? kind.data : this.draft.action.kind,
        label: formText(form, 'action'),
      },
      effect: readEffect(form),
      cooldownDays: numberOf('cooldown'),
      weight: numberOf('weight'),
    };
  };

  private readonly keep = (event: Event): void => {
    event.preventDefault();
    this.issues = issuesOf(this.draft, this.others);
    if (this.issues.length === 0) this.dispatchEvent(new CustomEvent('kept', { detail: this.draft }));
  };

  private renderEffect({ effect }: ActionRule) {
    const text = (name: string, label: string, value: string, list = false) =>
      html`<label class="field"
        ><span>${label}</span
        ><input name=${name} maxlength="100" autocomplete="off" spellcheck="false" list=${list ? 'signals' : nothing} .value=${value}
      /></label>`;
    return html`<fieldset>
      <legend>Expected effect</legend>
      <div class="grid">
        <label class="field"
          ><span>Where it comes from</span
          ><select name="how">
            ${effects.map(([how, label]) => html`<option value=${how} ?selected=${how === effect.how}>${label}</option>`)}
          </select></label
        >
        ${
          effect.how === 'counterfactual'
            ? html`${text('signal', 'Signal of the model', effect.signal, true)}
              ${text('feature', 'Input that the action changes', effect.feature)}`
            : effect.how === 'uplift'
              ? text('offer', 'Offer', effect.offer)
              : nothing
        }
        ${effect.how === 'none' ? nothing : text('worth', 'Signal of what a success is worth (optional)', effect.value ?? '', true)}
      </div>
    </fieldset>`;
  }

  override render() {
    const { draft } = this;
    const tell = (when: Condition | null) => {
      this.draft = { ...this.draft, when: asList(when ?? emptyComparison) };
    };
    return html`<form class="stack" novalidate aria-label=${`Rule ${this.rule.label || 'without a name'}`} @change=${this.edited} @submit=${this.keep}>
      <datalist id="signals">${this.signals.map((one) => html`<option value=${one}></option>`)}</datalist>
      <div class="grid">
        <label class="field"
          ><span>Name</span><input name="label" required maxlength="100" .value=${draft.label}
        /></label>
        <label class="field"
          ><span>Id, kept with what people did</span
          ><input name="id" required maxlength="100" autocomplete="off" spellcheck="false" .value=${draft.id}
        /></label>
        <label class="field"
          ><span>Kind of action</span
          ><select name="kind">
            ${ActionKind.options.map((kind) => html`<option value=${kind} ?selected=${kind === draft.action.kind}>${kind}</option>`)}
          </select></label
        >
        <label class="field"
          ><span>What is proposed</span><input name="action" required maxlength="100" .value=${draft.action.label}
        /></label>
        <label class="field"
          ><span>Days until it is proposed again</span
          ><input name="cooldown" type="number" min="0" max="3650" step="any" .value=${String(draft.cooldownDays)}
        /></label>
        <label class="field"
          ><span>Urgency, 0 to 1,000</span
          ><input name="weight" type="number" min="0" max="1000" step="any" .value=${String(draft.weight)}
        /></label>
      </div>
      ${conditionView(draft.when, tell)} ${this.renderEffect(draft)}
      ${
        this.issues.length === 0
          ? nothing
          : html`<div class="note bad" role="alert">
              <strong>The rule cannot be used yet</strong>
              <ul>
                ${this.issues.map((one) => html`<li>${one}</li>`)}
              </ul>
            </div>`
      }
      <div class="row">
        <button type="submit" class="button main">Keep the changes</button>
        <button type="button" class="button" @click=${() => this.dispatchEvent(new CustomEvent('left'))}>Leave</button>
      </div>
    </form>`;
  }
}
define('rule-form', RuleForm);
