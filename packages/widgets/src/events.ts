/**
 * All events of our elements, by name. They bubble and are composed, so that a host listens where it likes, and they
 * are fired for a person's action only: setting a property never fires one. That an offer was seen counts as one.
 */
export interface AicrmEvents {
  /** A person opened the reasons. */
  'aicrm-open': CustomEvent<AboutPrediction>;
  /** A person closed the reasons: with the button, Escape, or a press outside. */
  'aicrm-close': CustomEvent<AboutPrediction>;
  /** A person took up, put off or refused a proposed action, or took that back. */
  'aicrm-action': CustomEvent<AboutAction>;
  /** A person corrected a model's label, or took that back. */
  'aicrm-correct': CustomEvent<AboutCorrection>;
  /** A person chose what a forecast shows: a level, a horizon, or a layer over it. */
  'aicrm-forecast-view': CustomEvent<AboutForecast>;
  /** A person tried other values on a record, or took all back. */
  'aicrm-what-if': CustomEvent<AboutTrial>;
  /** A person chose a record in a list. */
  'aicrm-select': CustomEvent<AboutSelection>;
  /** A person opened a segment to see what sets it apart, or closed it. */
  'aicrm-segment': CustomEvent<AboutSegment>;
  /** A person chose what a dashboard shows. */
  'aicrm-dashboard-view': CustomEvent<AboutDashboard>;
  /** A person asked for the records behind a change of the week. */
  'aicrm-insight': CustomEvent<AboutInsight>;
  /** An offer was seen, followed, dismissed, or its dismissal taken back. */
  'aicrm-offer': CustomEvent<AboutOffer>;
  /** A person said whether offers may be chosen by what is known of them. */
  'aicrm-offer-consent': CustomEvent<AboutOfferConsent>;
}

/** What became of an offer. It names, and holds no field of, the customer. */
export interface AboutOffer {
  /** `null` without consent, and where the host named nobody. */
  readonly recordId: string | null;
  /** Id of the offer. */
  readonly offer: string;
  /** `impression`: half of it was in sight for a second. `undone`: the dismissal before it counts no more. */
  readonly what: 'impression' | 'click' | 'dismissed' | 'undone';
  /** An ISO instant; a history with it and the other two counts what happened once. */
  readonly at: string;
}

/** A person's answer to whether offers may be chosen by what is known of them; keeping it is the host's. */
export interface AboutOfferConsent {
  readonly consent: 'given' | 'refused';
}

/** What a person says in place of a model, see `WidgetEvent` of kind `correction`. */
export interface AboutCorrection {
  /** Id of the message. */
  readonly recordId: string;
  readonly model: string;
  /** The model's label, `not-scored` where it had none. */
  readonly said: string;
  /** The person's; `null` where they took their correction back. */
  readonly meant: string | null;
}

/** Filters of a dashboard; null is all. */
export interface AboutDashboard {
  /** An ISO instant. */
  readonly since: string | null;
  /** Id of a segment. */
  readonly segment: string | null;
  readonly region: string | null;
  readonly owner: string | null;
}

/** Which change of the week an event is about, and which records are behind it. */
export interface AboutInsight {
  /** Id of the metric. */
  readonly metric: string;
  /** Type of the records. */
  readonly type: string;
  /** Values by dimension; `week` holds the first and the last day. */
  readonly filter: Readonly<Record<string, string | readonly [string, string]>>;
}

/** Which segment an event is about. */
export interface AboutSegment {
  readonly segment: string;
  readonly open: boolean;
}

/** What a forecast shows now. */
export interface AboutForecast {
  /** `total`, or a path such as `region/North`. */
  readonly level: string;
  /** Steps ahead. */
  readonly horizon: number;
  readonly backtest: boolean;
  readonly pipeline: boolean;
}

/** What somebody tries, without the values: they stay in the page. */
export interface AboutTrial {
  /** `null` where the host handed a record over without naming one. */
  readonly recordId: string | null;
  readonly model: string;
  /** Ids of the inputs that differ from the record as it is. */
  readonly features: readonly string[];
  /** 0..1; `null` where there is no score. */
  readonly probability: number | null;
}

/** The record that somebody chose. */
export interface AboutSelection {
  readonly recordId: string;
  readonly model: string;
}

/** Which prediction an event is about. It names, and holds no field of, the record. */
export interface AboutPrediction {
  /** `null` where the host handed a record over without naming one. */
  readonly recordId: string | null;
  readonly model: string;
}

/** Which proposal an event is about, and what became of it. */
export interface AboutAction {
  /** `null` where the host handed a record over without naming one. */
  readonly recordId: string | null;
  /** Id of the tenant's rule. */
  readonly rule: string;
  readonly kind: 'call' | 'e-mail' | 'meeting' | 'offer' | 'escalate' | 'wait';
  readonly label: string;
  /** `undone`: the decision before it counts no more. */
  readonly what: 'done' | 'snoozed' | 'dismissed' | 'undone';
  /** End of a snooze, an ISO instant. */
  readonly until?: string;
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
