/**
 * A sentence, or a part of one, as data: what it says and with which values, so that a widget can say it in its user's language.
 * The English text beside it says the same. Shares are 0..1; money is in major units of `currency`; days are `YYYY-MM-DD`.
 */
export interface CodedText<Code extends string = string> {
  readonly code: Code;
  readonly values: Readonly<Record<string, string | number | boolean | null>>;
}
