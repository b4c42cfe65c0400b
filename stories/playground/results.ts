import '@aicrm/widgets/what-if/define';
import { renderClassesCard } from '@aicrm/models/card/classes-page';
import { renderNumberCard } from '@aicrm/models/card/number-page';
import { renderCard } from '@aicrm/models/card/page';
import type { RawTable } from '@aicrm/models/custom/raw-table';
import { type AnyArtefact, isClasses, isNumber, momentOf } from '@aicrm/models/custom/score-rows';
import { html, type TemplateResult } from 'lit';
import { type FakeServer, fakeServer } from '../support/fake-server.js';
import { type RowAnswer, reasonsOf } from './predictions.js';
import { rowOf } from './read-table.js';
import type { PlaygroundModel } from './train-messages.js';

/** The model's own page, as it would be mailed: it carries its style and its policy in itself and runs no script. */
export function cardPage(model: PlaygroundModel): string {
  const label = { label: `What says ${model.card.meta.target ?? 'it'}?` };
  if (model.kind === 'number') return renderNumberCard(model.card, label);
  return model.kind === 'classes' ? renderClassesCard(model.card, label) : renderCard(model.card, label);
}

/** A worker in this page's memory that has the model, for `<aicrm-what-if>`; its clock stands at the row's moment. */
export async function serverOf(
  model: PlaygroundModel,
  artefact: AnyArtefact,
  table: RawTable,
  row: number,
): Promise<FakeServer | undefined> {
  if (model.kind !== 'yes-no') return undefined;
  const { bytes, sha256, card } = model;
  return fakeServer({
    views: [],
    model: { name: card.name, version: card.version, bytes, sha256, card },
    start: momentOf(artefact, table.names)(rowOf(table, row)),
  });
}

export interface Shown {
  readonly model: PlaygroundModel;
  readonly artefact: AnyArtefact;
  readonly table: RawTable;
  readonly target: string;
  /** The first rows of the file, in its order. */
  readonly answers: readonly RowAnswer[];
  readonly row: number;
  readonly server: FakeServer | undefined;
}

const shownRows = (of: Shown): { row: number; answer: RowAnswer }[] =>
  of.answers
    .map((answer, row) => ({ row, answer }))
    .sort(
      (a, b) => (b.answer.rank ?? Number.NEGATIVE_INFINITY) - (a.answer.rank ?? Number.NEGATIVE_INFINITY),
    );

export const predictionTable = (of: Shown, choose: (row: number) => void): TemplateResult => {
  const actual = of.table.columns[of.table.names.indexOf(of.target)] ?? [];
  return html`<div class="table" tabindex="0" role="region" aria-label="Predictions">
    <table>
      <thead>
        <tr>
          <th scope="col">Row</th>
          <th scope="col">Prediction</th>
          <th scope="col">In the file</th>
          <th scope="col">Why</th>
          <th scope="col">Try</th>
        </tr>
      </thead>
      <tbody>
        ${shownRows(of).map(
          ({ row, answer }) => html`<tr>
            <th scope="row">${row + 1}</th>
            <td>${answer.said}</td>
            <td>${String(actual[row] ?? 'not known')}</td>
            <td>
              <ul>
                ${reasonsOf(answer.explanation).map((reason) => html`<li>${reason}</li>`)}
              </ul>
            </td>
            <td>
              <button
                type="button"
                aria-pressed=${row === of.row}
                aria-label="What if, on row ${row + 1}"
                @click=${() => choose(row)}
              >
                What if
              </button>
            </td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
};

export function whatIf({ model, artefact, table, row, server }: Shown): TemplateResult {
  if (isNumber(artefact) || isClasses(artefact))
    return html`<playground-row-trial
      .artefact=${artefact}
      .names=${table.names}
      .cells=${rowOf(table, row)}
    ></playground-row-trial>`;
  const cells = rowOf(table, row);
  const record = Object.fromEntries(table.names.map((name, c) => [`fields.${name}`, cells[c] ?? null]));
  return html`<aicrm-what-if
    .client=${server?.client}
    .record=${{ id: `row-${row + 1}`, ...record }}
    model=${model.card.name}
  ></aicrm-what-if>`;
}
