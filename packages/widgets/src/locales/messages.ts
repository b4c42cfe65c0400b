import type { Band } from '@aicrm/schema/prediction';

/**
 * Words of the closed badge: all that the first paint needs. Keep them to about 18 characters where they stand in
 * the pill, whose size is reserved before the first paint.
 */
export interface BadgeMessages {
  readonly name: string;
  readonly bands: Readonly<Record<Band, string>>;
  readonly empty: string;
  readonly loading: string;
  readonly inputs: string;
  readonly noModel: string;
  readonly noEvidence: string;
  readonly permission: string;
  readonly error: string;
  readonly stale: string;
  /** The worker cannot be reached, whether the person's own line is cut or not. */
  readonly offline: string;
  /** Said where the chunk of the opened part cannot be loaded. */
  readonly panelFailed: string;
}

/** How strongly an input speaks, by the size of its contribution. */
export type Strength = 'strongly' | 'clearly' | 'slightly';

/** Words of the opened part. Texts with values in them are functions, so that each language orders them its own way. */
export interface PanelMessages {
  readonly close: string;
  readonly loading: string;
  readonly retry: string;
  readonly average: (rate: string) => string;
  readonly outcome: (outcome: string) => string;
  readonly reasons: string;
  readonly reasonsFor: (value: string) => string;
  readonly input: string;
  readonly effect: string;
  readonly share: string;
  readonly raises: Readonly<Record<Strength, string>>;
  readonly lowers: Readonly<Record<Strength, string>>;
  readonly none: string;
  readonly others: (count: number) => string;
  readonly showAll: (count: number) => string;
  readonly showFewer: string;
  readonly start: string;
  readonly sum: string;
  readonly scale: string;
  /** Said where the start and the average are shown as two numbers. */
  readonly startAndAverage: string;
  readonly changes: string;
  readonly ifChanged: (label: string, to: string) => string;
  readonly insteadOf: (from: string) => string;
  readonly fromTo: (from: string, to: string) => string;
  readonly caution: string;
  readonly noChanges: string;
  readonly inputsUsed: (present: number, total: number) => string;
  readonly dataOf: (when: string) => string;
  readonly computed: string;
  readonly noteOffline: string;
  readonly noteOfflineNoScore: string;
  readonly noteStale: string;
  readonly noteCached: string;
  readonly unknown: string;
  readonly yes: string;
  readonly no: string;
  readonly whyNoScore: Readonly<Record<'inputs' | 'no-model' | 'no-evidence', string>>;
  readonly missing: string;
  readonly more: (count: number) => string;
  readonly permissionTitle: string;
  readonly permissionHelp: string;
  readonly errorTitle: string;
  readonly errorHelp: string;
  readonly notARecord: string;
  readonly noClient: string;
  readonly explainFailed: string;
  readonly about: string;
  readonly fullCard: string;
  readonly cardLoading: string;
  readonly cardFailed: string;
  readonly card: CardMessages;
}

/** Words of the model card. */
export interface CardMessages {
  readonly predicts: string;
  readonly version: string;
  readonly kind: Readonly<Record<'trees' | 'logistic', string>>;
  readonly kindLabel: string;
  readonly trained: string;
  readonly learned: (rows: string, positives: string, from: string, to: string) => string;
  readonly baseRate: string;
  readonly tested: string;
  readonly testedOn: (rows: string, from: string, to: string) => string;
  readonly ranking: string;
  readonly rankingOf: (pairs: string, low: string, high: string) => string;
  readonly calibration: string;
  readonly calibrationOf: (predicted: string, observed: string) => string;
  readonly lift: string;
  readonly liftOf: (times: string) => string;
  readonly weights: string;
  readonly sensitive: string;
  readonly limits: string;
  readonly licence: string;
  readonly synthetic: string;
  readonly verdict: string;
}

/** A language as one chunk. */
export interface Catalogue {
  readonly badge: BadgeMessages;
  readonly panel: PanelMessages;
}
