import { css, html } from 'lit';
import { ConsoleElement, define } from '../ui/element.js';

/**
 * Takes one file, dropped or chosen.
 *
 * @fires {CustomEvent<File>} file - The file.
 */
export class FileDrop extends ConsoleElement {
  static override styles = [
    ...ConsoleElement.styles,
    css`
      label {
        display: grid;
        justify-items: center;
        gap: 0.25rem;
        padding: 2rem 1rem;
        border: 2px dashed var(--line-strong);
        border-radius: 0.75rem;
        text-align: center;
        cursor: pointer;
      }
      label:hover,
      label.over {
        border-color: var(--accent);
        background: var(--accent-soft);
      }
      label:focus-within {
        outline: 2px solid var(--accent);
        outline-offset: 2px;
      }
    `,
  ];

  static override properties = { over: { state: true } };

  declare over: boolean;

  private take(file: File | undefined): void {
    this.over = false;
    if (file) this.dispatchEvent(new CustomEvent('file', { detail: file }));
  }

  private readonly chosen = (event: Event): void => {
    if (!(event.target instanceof HTMLInputElement)) return;
    const file = event.target.files?.[0];
    // The same file may be chosen again after it was mended.
    event.target.value = '';
    this.take(file);
  };

  private readonly dragged = (event: DragEvent): void => {
    event.preventDefault();
    this.over = event.type === 'dragover';
  };

  private readonly dropped = (event: DragEvent): void => {
    event.preventDefault();
    this.take(event.dataTransfer?.files[0]);
  };

  override render() {
    return html`<label
      class=${this.over ? 'over' : ''}
      @dragover=${this.dragged}
      @dragleave=${this.dragged}
      @drop=${this.dropped}
    >
      <strong>Drop a CSV file here, or choose one</strong>
      <span class="muted">Any delimiter; UTF-8, or the encoding you name; .csv.gz too. It is read here and sent row by row.</span>
      <input class="sr" type="file" accept=".csv,.tsv,.txt,.gz,text/csv" @change=${this.chosen} />
    </label>`;
  }
}
define('file-drop', FileDrop);
