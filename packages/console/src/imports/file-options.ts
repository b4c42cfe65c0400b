import { html } from 'lit';
import type { FileOptions } from './read-file.js';

const encodings = [
  ['', 'as detected: UTF-8, or as the file’s mark says'],
  ['windows-1252', 'windows-1252 (Western Europe, Excel)'],
  ['iso-8859-1', 'ISO-8859-1 (read as windows-1252, as browsers do)'],
  ['iso-8859-15', 'ISO-8859-15 (Western Europe, with €)'],
  ['windows-1250', 'windows-1250 (Central Europe)'],
  ['windows-1251', 'windows-1251 (Cyrillic)'],
  ['macintosh', 'Mac Roman'],
  ['utf-16le', 'UTF-16, little endian'],
  ['utf-16be', 'UTF-16, big endian'],
  ['shift_jis', 'Shift JIS (Japanese)'],
] as const;
const delimiters = [
  ['', 'as detected'],
  [',', 'comma'],
  [';', 'semicolon'],
  ['\t', 'tab'],
  ['|', 'bar'],
] as const;

/** The choice of encoding and delimiter; `open` where the reader asks for one. */
export function fileOptions(options: FileOptions, open: boolean, tell: (options: FileOptions) => void) {
  const pick = (name: keyof FileOptions, label: string, choices: readonly (readonly [string, string])[]) => {
    const change = (event: Event) => {
      if (!(event.target instanceof HTMLSelectElement)) return;
      const chosen = choices[event.target.selectedIndex]?.[0];
      if (chosen !== undefined) tell({ ...options, [name]: chosen });
    };
    return html`<label class="field"
      ><span>${label}</span
      ><select name=${name} @change=${change}>
        ${choices.map(([value, words]) => html`<option value=${value} .selected=${value === options[name]}>${words}</option>`)}
      </select></label
    >`;
  };
  return html`<details .open=${open}>
    <summary>File options</summary>
    <div class="grid">
      ${pick('encoding', 'Encoding', encodings)} ${pick('delimiter', 'Cells are cut at', delimiters)}
    </div>
  </details>`;
}
