/** Words of `<aicrm-what-if>`; reasons and states are worded as in every badge. */
export interface WhatIfMessages {
  readonly name: string;
  readonly now: string;
  readonly changed: string;
  /** "+17 points": the sign is in the number. */
  readonly points: (points: string) => string;
  readonly same: string;
  readonly inputs: string;
  readonly noInputs: string;
  readonly isNow: (value: string) => string;
  /** For screen readers: the field beside the slider. */
  readonly exact: (label: string) => string;
  readonly notKnown: string;
  readonly days: string;
  readonly reset: string;
  readonly showAll: (count: string) => string;
  readonly showFewer: string;
  readonly reasonsNow: string;
  readonly reasonsThen: (value: string) => string;
  readonly ranges: string;
  /** What the model predicts, as a sentence part. */
  readonly predicted: (outcome: string) => string;
  readonly caution: string;
  readonly nothingSent: string;
  readonly empty: string;
  /** Said after a change: the score before, after, and the band after. */
  readonly said: (before: string, after: string, band: string) => string;
  readonly saidReset: (value: string) => string;
}
