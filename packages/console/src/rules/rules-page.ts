import type { ActionRule } from '@aicrm/schema/next-action';
import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import { html, nothing, type PropertyValues } from 'lit';
import type { Api } from '../api.js';
import { ConsoleElement, define } from '../ui/element.js';
import { plural } from '../ui/format.js';
import { Loader } from '../ui/loader.js';
import { problemNote } from '../ui/problem-note.js';
import { conditionWords, emptyComparison, signalsOf } from './condition-edit.js';
import './rule-form.js';

const notYet = problem('not-found', 'There are no rules yet', 'The worker’s own rules were not computed.', {
  action: 'Compute “Rules of next actions” under Analyses, or add a rule here.',
});

/** The rules that pages use now. */
async function loadRules(api: Api): Promise<Result<readonly ActionRule[], Problem>> {
  const told = await api.analyses();
  if (!told.ok) return told;
  const pointer = told.value.find(({ name }) => name === 'action-rules');
  if (!pointer?.current) return fail(notYet);
  const file = await api.ruleFile(pointer.current.sha256);
  return file.ok ? ok(file.value.rules) : file;
}

const newRule = (taken: readonly ActionRule[]): ActionRule => {
  let n = taken.length + 1;
  while (taken.some(({ id }) => id === `rule-${n}`)) n += 1;
  return {
    id: `rule-${n}`,
    label: '',
    when: emptyComparison,
    action: { kind: 'call', label: '' },
    effect: { how: 'none' },
    cooldownDays: 7,
    weight: 50,
  };
};

/** The page `#/rules`: when which next action is proposed, to read and to change. */
export class RulesPage extends ConsoleElement {
  static override properties = {
    api: { attribute: false },
    rules: { state: true },
    open: { state: true },
    changed: { state: true },
    saving: { state: true },
    saved: { state: true },
    problem: { state: true },
  };

  declare api: Api;
  /** As edited; absent until they are loaded. */
  declare rules: readonly ActionRule[] | undefined;
  /** Place of the rule whose form is open; the number of rules for a new one. */
  declare open: number | undefined;
  declare changed: boolean;
  declare saving: boolean;
  declare saved: boolean;
  declare problem: Problem | undefined;

  private readonly stored = new Loader<readonly ActionRule[]>(this, () => loadRules(this.api));

  constructor() {
    super();
    this.changed = false;
    this.saving = false;
    this.saved = false;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('api')) void this.load();
  }

  private readonly load = async (): Promise<void> => {
    this.rules = undefined;
    this.open = undefined;
    this.changed = false;
    this.problem = undefined;
    await this.stored.run();
    if (this.stored.value && !this.stored.problem) this.rules = this.stored.value;
    else if (this.stored.problem === notYet) this.rules = [];
  };

  private change(rules: readonly ActionRule[]): void {
    this.rules = rules;
    this.open = undefined;
    this.changed = true;
    this.saved = false;
    this.problem = undefined;
  }

  private readonly save = async (): Promise<void> => {
    const { rules } = this;
    if (rules === undefined) return;
    this.saving = true;
    const answer = await this.api.saveRules(rules);
    this.saving = false;
    this.problem = answer.ok ? undefined : answer.error;
    if (!answer.ok) return;
    this.saved = true;
    // What was changed while the request was under way is not saved yet.
    if (this.rules === rules) this.changed = false;
  };

  private renderForm(rules: readonly ActionRule[], i: number) {
    const rule = rules[i] ?? this.fresh;
    return html`<rule-form
      .rule=${rule}
      .others=${rules.filter((_, j) => j !== i)}
      .signals=${[...new Set(rules.flatMap(({ when }) => signalsOf(when)))].sort()}
      @kept=${({ detail }: CustomEvent<ActionRule>) =>
        this.change(i < rules.length ? rules.map((one, j) => (j === i ? detail : one)) : [...rules, detail])}
      @left=${() => {
        this.open = undefined;
      }}
    ></rule-form>`;
  }

  private fresh: ActionRule = newRule([]);

  private renderRule(rules: readonly ActionRule[], rule: ActionRule, i: number) {
    const { label, when, action, cooldownDays, weight } = rule;
    return html`<li class="card stack">
      <div class="row spread">
        <h2>${label}</h2>
        <span class="pill info">${action.kind}</span>
      </div>
      ${
        this.open === i
          ? this.renderForm(rules, i)
          : html`<p>${action.label}, when ${conditionWords(when)}.</p>
              <p class="muted">
                Again after ${plural(cooldownDays, 'day')} · urgency ${weight} · <span class="mono">${rule.id}</span>
              </p>
              <div class="row">
                <button type="button" class="button" @click=${() => {
                  this.open = i;
                }}>
                  Edit<span class="sr"> ${label}</span>
                </button>
                <button type="button" class="button danger" @click=${() => this.change(rules.filter((_, j) => j !== i))}>
                  Remove<span class="sr"> ${label}</span>
                </button>
              </div>`
      }
    </li>`;
  }

  private readonly add = (): void => {
    this.fresh = newRule(this.rules ?? []);
    this.open = this.rules?.length ?? 0;
  };

  override render() {
    const { rules } = this;
    const { problem: failure, loading } = this.stored;
    return html`<div class="stack">
      <h1>Rules of next actions</h1>
      <p class="muted">
        When which action is proposed for a record. A comparison with something unknown proposes nothing; of several, pages
        show the one that is expected to bring most.
      </p>
      ${loading ? html`<p class="muted" role="status">Loading…</p>` : problemNote(rules && rules.length > 0 ? null : failure)}
      ${
        rules === undefined
          ? nothing
          : html`<ul class="stack">
                ${rules.map((rule, i) => this.renderRule(rules, rule, i))}
              </ul>
              ${
                this.open === rules.length
                  ? html`<section class="card stack" aria-labelledby="new">
                      <h2 id="new">New rule</h2>
                      ${this.renderForm(rules, rules.length)}
                    </section>`
                  : nothing
              }
              <div class="row">
                <button type="button" class="button" ?disabled=${this.open !== undefined} @click=${this.add}>Add a rule</button>
                <button type="button" class="button main" ?disabled=${!this.changed || this.saving || this.open !== undefined} @click=${this.save}>
                  ${this.saving ? 'Saving…' : 'Save for all pages'}
                </button>
                ${
                  this.changed
                    ? html`<button type="button" class="button" @click=${this.load}>Take the changes back</button>`
                    : nothing
                }
                <span class="muted" role="status"
                  >${this.changed ? 'Not saved yet.' : this.saved ? `${plural(rules.length, 'rule')} saved.` : nothing}</span
                >
              </div>`
      }
      ${problemNote(this.problem)}
    </div>`;
  }
}
define('rules-page', RulesPage);
