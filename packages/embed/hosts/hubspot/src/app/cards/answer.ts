/** What POST /v1/predictions says of one record, as far as the card shows it. */
export type Prediction =
  | { readonly state: 'score'; readonly probability: number; readonly band: 'high' | 'medium' | 'low' }
  | { readonly state: 'insufficient-data'; readonly detail: string };

export interface Reason {
  readonly feature: string;
  readonly label: string;
  readonly value: string | number | boolean | null;
  readonly contribution: number;
}
export type Explained = { readonly explanation: { readonly reasons: readonly Reason[] } } | null;

interface Refused {
  readonly ok: false;
  readonly detail: string;
}
export type Answer =
  | { readonly ok: true; readonly prediction: Prediction; readonly explained: Explained }
  | Refused;
export type FrameAnswer = { readonly ok: true; readonly address: string } | Refused;

export const percent = (probability: number): string => `${Math.round(100 * probability)} %`;

/** The five reasons with the largest effect; what has none is no reason. */
export const strongest = (explained: Explained): readonly Reason[] =>
  (explained?.explanation.reasons ?? []).filter(({ contribution }) => contribution !== 0).slice(0, 5);
