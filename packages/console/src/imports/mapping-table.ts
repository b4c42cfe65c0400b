import { css, html, nothing } from 'lit';
import { ConsoleElement, define } from '../ui/element.js';
import { type Draft, type DraftColumn, editColumn, targetsOf } from './draft.js';
import { valueTranslations } from './value-translations.js';

const parsings: readonly (readonly [DraftColumn['as'], string])[] = [
  ['auto', 'as the field wants'],
  ['text', 'text'],
  ['number', 'number'],
  ['money', 'money'],
  ['instant', 'date or time'],
  ['boolean', 'yes or no'],
];
const orders: readonly (readonly [DraftColumn['dayOrder'], string])[] = [
  ['', 'as written'],
  ['ymd', 'year, month, day'],
  ['dmy', 'day, month, year'],
  ['mdy', 'month, day, year'],
];

/**
 * What each column becomes, one line a column, to be confirmed or corrected.
 *
 * @fires {CustomEvent<Draft>} edited - The draft as a person changed it.
 */
export class MappingTable extends ConsoleElement {
  static override styles = [
    ...ConsoleElement.styles,
    css`
      td,
      th {
        vertical-align: middle;
      }
      select {
        min-inline-size: 9rem;
      }
      .samples {
        max-inline-size: 16rem;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      select + select {
        margin-block-start: 0.25rem;
      }
      .translations td {
        padding-inline-start: 1.5rem;
      }
    `,
  ];

  static override properties = { draft: { attribute: false } };

  declare draft: Draft;

  private edit(column: string, edit: Partial<DraftColumn>): void {
    this.tell(editColumn(this.draft, column, edit));
  }

  private readonly tell = (draft: Draft): void => {
    this.dispatchEvent(new CustomEvent('edited', { detail: draft }));
  };

  private pick<T extends string>(
    label: string,
    options: readonly (readonly [T, string])[],
    value: T,
    tell: (value: T) => void,
  ) {
    const change = (event: Event) => {
      if (!(event.target instanceof HTMLSelectElement)) return;
      const [chosen] = options[event.target.selectedIndex] ?? [];
      if (chosen !== undefined) tell(chosen);
    };
    return html`<select aria-label=${label} @change=${change}>
      ${options.map(([option, words]) => html`<option value=${option} .selected=${option === value}>${words}</option>`)}
    </select>`;
  }

  private renderColumn(one: DraftColumn) {
    const { column } = one;
    const targets = targetsOf(this.draft.type, column);
    const all = one.field === '' || targets.includes(one.field) ? targets : [...targets, one.field];
    const fields = [['', 'not taken'] as const, ...all.map((field) => [field, field] as const)];
    const dates = one.as === 'instant' || /At$|^at$/.test(one.field);
    return html`<tr>
      <th scope="row">${column}</th>
      <td class="samples">${one.samples.join(' · ')}</td>
      <td>
        <input
          type="checkbox"
          aria-label=${`${column} names the row`}
          .checked=${one.key}
          @change=${() => this.edit(column, { key: !one.key })}
        />
      </td>
      <td>${this.pick(`Field for ${column}`, fields, one.field, (field) => this.edit(column, { field }))}</td>
      <td>
        ${
          one.field === ''
            ? nothing
            : html`${this.pick(`Reading of ${column}`, parsings, one.as, (as) => this.edit(column, { as }))}
              ${dates ? this.pick(`Order of days in ${column}`, orders, one.dayOrder, (dayOrder) => this.edit(column, { dayOrder })) : nothing}`
        }
      </td>
      <td class="muted says">${one.question ? html`<span class="pill warn">decide</span> ${one.question}` : one.note}</td>
    </tr>${valueTranslations(this.draft, one, this.tell)}`;
  }

  override render() {
    const taken = this.draft.columns.filter(({ field }) => field !== '').length;
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">What each column becomes</h2>
      <p class="muted">${taken} of ${this.draft.columns.length} columns are taken. Tick the ones that name a row.</p>
      <div class="scroll" tabindex="0" role="group" aria-labelledby="title">
        <table>
          <thead>
            <tr>
              <th scope="col">Column</th>
              <th scope="col">Values</th>
              <th scope="col">Key</th>
              <th scope="col">Field</th>
              <th scope="col">Read as</th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            ${this.draft.columns.map((one) => this.renderColumn(one))}
          </tbody>
        </table>
      </div>
    </section>`;
  }
}
define('mapping-table', MappingTable);
