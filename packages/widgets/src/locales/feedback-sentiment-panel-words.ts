import type { Tone } from '@aicrm/client/feedback/read-message';

/** Kinds of reading that a channel can have, as a person picks them. */
export type ChannelKind = 'email' | 'chat' | 'call' | 'review' | 'ticket' | 'survey';

/** A length of time that two windows have. */
export type Span = '28' | '91' | '364';

/** How the negative share moved, in points of a hundred; `unknown` where there is nothing to compare with. */
export type HeadlineChange =
  | { readonly kind: 'more' | 'fewer'; readonly points: string }
  | { readonly kind: 'same' | 'unknown' };

/** Words of the feedback panel. Texts with values in them are functions, so that each language orders them its own way. */
export interface FeedbackWords {
  readonly title: string;
  readonly tones: Readonly<Record<Tone, string>>;
  readonly notScored: string;
  readonly channels: Readonly<Record<ChannelKind, string>>;
  /** By aspect id of our own taxonomy; others come with a label of their own. */
  readonly aspects: Readonly<Record<string, string>>;
  /** "1,284 messages" */
  readonly messages: (count: number, shown: string) => string;
  readonly fromTo: (from: string, to: string) => string;

  readonly loading: string;
  readonly reading: (read: string, all: string) => string;
  readonly nothingAsked: string;
  readonly noMessages: string;
  readonly noMessagesHelp: string;
  readonly noneMatch: string;
  readonly resetFilters: string;
  readonly permissionTitle: string;
  readonly permissionHelp: string;
  readonly errorTitle: string;
  readonly errorHelp: string;
  readonly modelTitle: string;
  readonly modelHelp: string;
  readonly notMessages: string;
  readonly noClient: string;
  readonly tooOld: string;
  readonly retry: string;
  readonly noteOffline: string;
  readonly noteStale: string;

  /** "the last 4 weeks"; `current` is false where the list ends earlier than now. */
  readonly window: (span: Span, current: boolean) => string;
  readonly headline: (share: string, window: string | null, change: HeadlineChange) => string;
  /** A label as it stands within a sentence. */
  readonly within: (label: string) => string;
  readonly complain: (aspects: string) => string;
  readonly praise: (aspects: string) => string;
  readonly and: (one: string, other: string) => string;
  readonly tooFewHeadline: (scored: string) => string;
  readonly interval: (low: string, high: string, of: string) => string;
  readonly nps: string;
  readonly npsOf: (low: string, high: string, of: string) => string;
  readonly satisfied: string;
  readonly satisfiedOf: (stars: string, of: string) => string;

  readonly filters: string;
  readonly channel: string;
  readonly allChannels: string;
  readonly period: string;
  readonly since: Readonly<Record<'all' | '28' | '91' | '364', string>>;
  readonly search: string;
  readonly tone: string;
  readonly allTones: string;
  readonly remove: (filter: string) => string;

  readonly course: string;
  readonly courseOf: (aspect: string) => string;
  readonly courseLabel: string;
  readonly tooFew: string;
  readonly open: string;
  readonly countOf: (share: string, count: string) => string;
  readonly negativeRange: string;
  readonly rangeTo: (low: string, high: string) => string;
  readonly scoredCount: string;

  readonly about: string;
  readonly by: Readonly<Record<'aspect' | 'channel' | 'intent', string>>;
  readonly heads: Readonly<Record<'mentions' | 'share' | 'tone' | 'change', string>>;
  readonly negativeShare: (share: string) => string;
  readonly rising: (points: string) => string;
  readonly falling: (points: string) => string;
  readonly noChange: string;
  readonly changeNote: (window: string) => string;
  readonly noAspects: string;
  readonly noIntents: string;
  readonly readIntents: string;
  readonly intentsNote: (megabytes: string) => string;
  readonly readingIntents: (read: string, all: string) => string;
  readonly intentsFailed: string;
  readonly showAllRows: (count: string) => string;
  readonly showFewerRows: string;

  readonly verbatims: string;
  readonly list: string;
  readonly showAll: string;
  readonly showLess: string;
  readonly sure: (share: string) => string;
  readonly speaksFor: (tone: string) => string;
  readonly speaksAgainst: (tone: string) => string;
  readonly evidenceKey: string;
  readonly correct: string;
  readonly correctTitle: string;
  readonly cancel: string;
  readonly corrected: (said: string) => string;
  readonly undo: string;
  readonly correctionKept: string;
  readonly correctionHanded: string;
  readonly correctionNotKept: string;
  readonly why: Readonly<
    Record<'empty' | 'no-own-words' | 'unknown-language' | 'unsupported-language', string>
  >;
  readonly whyLanguage: (language: string) => string;
  readonly stars: (rating: string) => string;
  readonly score: (rating: string) => string;
  readonly noDate: string;
  readonly wordsMissing: string;

  readonly tryTitle: string;
  readonly tryHelp: string;
  readonly tryLabel: string;
  readonly tryPlaceholder: string;
  readonly tryChannel: string;
  readonly tryExample: string;
  readonly example: string;
  readonly howRead: string;
  readonly clauses: string;
  readonly language: string;
  readonly intent: string;
  readonly noScope: (nearest: string) => string;
  readonly loadIntent: (megabytes: string) => string;
  readonly loadingModel: string;
  readonly notRead: string;
  /** Stands for a piece that was not read. */
  readonly quoted: string;

  readonly unscored: (count: number, shown: string, kinds: string) => string;
  readonly otherReasons: string;
  readonly counted: (count: number, shown: string) => string;
  readonly correctedCount: (count: number, shown: string) => string;
  readonly dataOf: (when: string) => string;
  readonly computed: string;
}
