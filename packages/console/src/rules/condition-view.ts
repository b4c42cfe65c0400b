import type { Condition } from '@aicrm/schema/next-action';
import { html, nothing, type TemplateResult } from 'lit';
import {
  changeAt,
  emptyComparison,
  isList,
  type Operator,
  type Path,
  withOperator,
} from './condition-edit.js';

const operators: readonly (readonly [Operator, string])[] = [
  ['=', 'is'],
  ['!=', 'is not'],
  ['>=', 'at least'],
  ['>', 'above'],
  ['<=', 'at most'],
  ['<', 'below'],
  ['known', 'is known'],
];
const kinds = [
  ['string', 'text'],
  ['number', 'number'],
  ['boolean', 'yes or no'],
] as const;

const textOf = (target: EventTarget | null): string =>
  target instanceof HTMLInputElement || target instanceof HTMLSelectElement ? target.value : '';
const numberOf = (target: EventTarget | null): number => {
  const text = textOf(target).trim();
  return text === '' ? Number.NaN : Number(text);
};

type Leaf = Exclude<Condition, { readonly op: 'all' | 'any' | 'not' }>;

function value(
  leaf: Leaf,
  named: string,
  change: (next: Condition) => void,
): TemplateResult | typeof nothing {
  if (leaf.op === 'known') return nothing;
  if (typeof leaf.value === 'number')
    return html`<input type="number" step="any" aria-label=${`Value of ${named}`} .value=${String(leaf.value)}
      @change=${(event: Event) => change({ ...leaf, value: numberOf(event.target) })} />`;
  if (leaf.op !== '=' && leaf.op !== '!=') return nothing;
  const { op, signal } = leaf;
  if (typeof leaf.value === 'boolean')
    return html`<select aria-label=${`Value of ${named}`}
      @change=${(event: Event) => change({ op, signal, value: textOf(event.target) === 'yes' })}>
      <option value="yes" ?selected=${leaf.value}>yes</option>
      <option value="no" ?selected=${!leaf.value}>no</option>
    </select>`;
  return html`<input aria-label=${`Value of ${named}`} maxlength="100" .value=${leaf.value}
    @change=${(event: Event) => change({ op, signal, value: textOf(event.target) })} />`;
}

function kind(leaf: Leaf, named: string, change: (next: Condition) => void): TemplateResult | typeof nothing {
  if (leaf.op !== '=' && leaf.op !== '!=') return nothing;
  const { op, signal } = leaf;
  const initial = { string: '', number: 0, boolean: true } as const;
  return html`<select aria-label=${`Kind of value of ${named}`}
    @change=${(event: Event) => {
      const chosen = kinds.find(([id]) => id === textOf(event.target))?.[0] ?? 'string';
      change({ op, signal, value: initial[chosen] });
    }}>
    ${kinds.map(([id, label]) => html`<option value=${id} ?selected=${typeof leaf.value === id}>${label}</option>`)}
  </select>`;
}

/** A condition as a form. Each change is told as the whole condition anew, or null where the last part was taken out. */
export function conditionView(
  whole: Condition,
  tell: (next: Condition | null) => void,
  path: Path = [],
  here: Condition = whole,
): TemplateResult {
  const change = (next: Condition | null) => tell(changeAt(whole, path, next));
  const remove = html`<button type="button" class="button" @click=${() => change(null)}>
    Remove<span class="sr"> ${'signal' in here ? `condition on ${here.signal || 'no signal'}` : 'these conditions'}</span>
  </button>`;
  if (isList(here)) {
    const { op, of } = here;
    return html`<fieldset class="part">
      <legend>${path.length === 0 ? 'Applies when' : 'Which of these'}</legend>
      <div class="row">
        <select aria-label="How many must hold"
          @change=${(event: Event) => change({ op: textOf(event.target) === 'any' ? 'any' : 'all', of })}>
          <option value="all" ?selected=${op === 'all'}>all of these hold</option>
          <option value="any" ?selected=${op === 'any'}>any of these holds</option>
        </select>
        ${path.length === 0 ? nothing : remove}
      </div>
      <div class="stack parts">${of.map((one, i) => conditionView(whole, tell, [...path, i], one))}</div>
      <div class="row">
        <button type="button" class="button" @click=${() => change({ op, of: [...of, emptyComparison] })}>
          Add a condition
        </button>
        <button type="button" class="button"
          @click=${() => change({ op, of: [...of, { op: op === 'all' ? 'any' : 'all', of: [emptyComparison] }] })}>
          Add a group
        </button>
      </div>
    </fieldset>`;
  }
  if (here.op === 'not')
    return html`<fieldset class="part">
      <legend>Not</legend>
      ${conditionView(whole, tell, [...path, 0], here.of)}
      <div><button type="button" class="button" @click=${() => change(here.of)}>Without the “not”</button></div>
    </fieldset>`;
  const named = here.signal || 'a new condition';
  return html`<div class="leaf">
    <input aria-label="Signal" list="signals" maxlength="100" autocomplete="off" spellcheck="false" placeholder="lead.probability"
      .value=${here.signal} @change=${(event: Event) => change({ ...here, signal: textOf(event.target).trim() })} />
    <select aria-label=${`Comparison of ${named}`}
      @change=${(event: Event) => {
        const next = operators.find(([op]) => op === textOf(event.target))?.[0];
        if (next) change(withOperator(here, next));
      }}>
      ${operators.map(([op, label]) => html`<option value=${op} ?selected=${op === here.op}>${label}</option>`)}
    </select>
    ${kind(here, named, change)} ${value(here, named, change)}
    <button type="button" class="button" @click=${() => change({ op: 'not', of: here })}>Not<span class="sr"> ${named}</span></button>
    ${remove}
  </div>`;
}
