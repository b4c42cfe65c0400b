import type { HealthPart, HealthWord, Missing } from '@aicrm/client/insight/types';

export type ToneWord = 'negative' | 'neutral' | 'positive';
export type Feature = 'gapDays' | 'repeats' | 'ageDays' | 'meanSpend';
export type EntryKind = 'order' | 'activity' | 'message' | 'stage-change' | 'deal' | 'lead';

/** Words of the insight card and of what it is made of. Texts with values in them are functions, so that each language orders them its own way. */
export interface InsightMessages {
  readonly name: string;
  readonly unnamed: string;
  readonly loading: string;
  readonly empty: string;
  readonly retry: string;
  readonly permissionTitle: string;
  readonly permissionHelp: string;
  readonly errorTitle: string;
  readonly errorHelp: string;
  readonly noClient: string;
  readonly notARecord: string;
  readonly noteOffline: string;
  readonly noteStale: string;
  readonly noteCached: string;
  /** A part that did not come, in the place of the part. */
  readonly partPermission: string;
  readonly partError: string;
  readonly missing: Readonly<Record<Missing, string>>;
  readonly unknown: string;

  readonly segment: string;
  readonly segmentOf: (share: string, customers: string) => string;
  readonly scores: (recency: string, frequency: string, money: string) => string;

  readonly health: string;
  readonly healthWords: Readonly<Record<HealthWord | 'unknown', string>>;
  readonly healthParts: Readonly<Record<HealthPart['part'], string>>;
  /** P(still a customer), and how long ago the last purchase was. */
  readonly stillCustomer: (chance: string, days: string) => string;
  readonly toneCount: (negative: string, messages: string) => string;
  readonly noMessagesLately: string;
  readonly waiting: (days: string) => string;
  readonly answered: string;
  readonly judgedBy: (known: string, all: string) => string;
  readonly howHealth: string;

  readonly figures: string;
  readonly churn: string;
  readonly churnOf: (days: string) => string;
  readonly lifetime: string;
  readonly overDays: (days: string) => string;
  readonly expected: string;
  readonly range: (low: string, high: string) => string;
  readonly rangeMeans: string;
  readonly reasonsFor: (figure: string) => string;
  readonly input: string;
  readonly inputValue: string;
  readonly effect: string;
  readonly start: string;
  readonly sum: string;
  readonly scales: Readonly<Record<'logit' | 'money' | 'count', string>>;
  readonly features: Readonly<Record<Feature, string>>;
  readonly counted: string;

  readonly tone: string;
  readonly tones: Readonly<Record<ToneWord, string>>;
  readonly toneLast: (tone: string, when: string) => string;
  readonly toneBetter: string;
  readonly toneWorse: string;
  readonly toneSame: string;
  readonly toneTooFew: string;
  readonly toneUnread: (count: string) => string;
  readonly tonePlot: (count: string, from: string, to: string) => string;
  readonly toneTable: string;
  readonly when: string;

  readonly actions: string;
  readonly kinds: Readonly<Record<'call' | 'e-mail' | 'meeting' | 'offer' | 'escalate' | 'wait', string>>;
  readonly nothingToDo: string;
  readonly because: string;
  readonly expectedEffect: string;
  readonly signals: Readonly<Record<string, string>>;
  readonly yes: string;
  readonly no: string;
  readonly points: (points: string) => string;
  readonly worth: (money: string) => string;
  readonly how: Readonly<Record<'counterfactual' | 'uplift', string>>;
  readonly noEstimate: Readonly<
    Record<'none-stated' | 'not-available' | 'not-changeable' | 'not-reliable', string>
  >;
  readonly accept: string;
  readonly snooze: string;
  readonly dismiss: string;
  readonly undo: string;
  readonly snoozeDay: string;
  readonly snoozeWeek: string;
  readonly snoozeUntil: string;
  readonly set: string;
  readonly done: (action: string) => string;
  readonly snoozed: (action: string, until: string) => string;
  readonly dismissed: (action: string) => string;
  readonly notKept: string;
  readonly held: (count: string) => string;
  readonly whyHeld: Readonly<Record<'consent' | 'cooldown' | 'dismissed' | 'snoozed', string>>;
  readonly undecided: (signals: string) => string;

  readonly timeline: string;
  readonly course: string;
  readonly courseOf: (first: string, last: string) => string;
  readonly all: string;
  readonly show: string;
  readonly entries: Readonly<Record<EntryKind, string>>;
  readonly filters: Readonly<Record<EntryKind, string>>;
  readonly noEntries: string;
  readonly more: (count: string) => string;
  readonly shown: (count: string, all: string) => string;
  readonly moved: (from: string, to: string) => string;
  readonly states: Readonly<Record<'open' | 'won' | 'lost' | 'converted', string>>;
  readonly older: string;

  readonly dataOf: (when: string) => string;
  readonly computed: string;
  readonly cardLink: string;
}
