/**
 * All events of our elements, by name. They bubble and are composed, so that a host listens where it likes, and they
 * are fired for a person's action only: setting a property never fires one.
 */
export interface AicrmEvents {
  /** A person opened the reasons. */
  'aicrm-open': CustomEvent<AboutPrediction>;
  /** A person closed the reasons: with the button, Escape, or a press outside. */
  'aicrm-close': CustomEvent<AboutPrediction>;
}

/** Which prediction an event is about. It names, and holds no field of, the record. */
export interface AboutPrediction {
  /** `null` where the host handed a record over without naming one. */
  readonly recordId: string | null;
  readonly model: string;
}

declare global {
  interface HTMLElementEventMap extends AicrmEvents {}
}

/** Dispatches an event of ours; the detail's type follows from the name. */
export function emit<Name extends keyof AicrmEvents>(
  target: EventTarget,
  name: Name,
  detail: AicrmEvents[Name]['detail'],
): void {
  target.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
}
