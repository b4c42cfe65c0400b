import type { CsvFile } from '@aicrm/connectors/csv/read-csv';
import { html } from 'lit';

const shownRows = 5;
const encodings: Readonly<Record<string, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16',
  'utf-16be': 'UTF-16',
};
const delimiters: Readonly<Record<string, string>> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'bar',
};

/** The first rows of a file as they were read, so that a wrong delimiter or encoding is seen at once. */
export const sampleRows = ({ header, sample, delimiter, encoding }: CsvFile) =>
  html`<section class="card" aria-labelledby="sample">
    <h2 id="sample">The first rows</h2>
    <p class="muted">
      ${header.length} columns, ${encodings[encoding] ?? encoding}, cut at each ${delimiters[delimiter] ?? delimiter}.
    </p>
    <div class="scroll" tabindex="0" role="group" aria-labelledby="sample">
      <table>
        <thead>
          <tr>
            ${header.map((name) => html`<th scope="col">${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${sample.slice(0, shownRows).map(
            ({ cells }) =>
              html`<tr>
                ${cells.map((cell) => html`<td>${cell.length > 60 ? `${cell.slice(0, 60)}…` : cell}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
