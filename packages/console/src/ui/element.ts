import { LitElement } from 'lit';
import { sheet } from './sheet.js';

/** Base of all elements of the console: the shared sheet, then the element's own. */
export class ConsoleElement extends LitElement {
  static override styles = [sheet];
}

/** Defines a tag once; tests import the same file more than once. */
export function define(tag: string, element: CustomElementConstructor): void {
  if (!customElements.get(tag)) customElements.define(tag, element);
}

/** The value of a form's named control, as text. */
export const formText = (form: HTMLFormElement, name: string): string => {
  const value = new FormData(form).get(name);
  return typeof value === 'string' ? value.trim() : '';
};
