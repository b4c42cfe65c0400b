import type { ModelCard } from '@aicrm/schema/model';

const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const date = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });
const month = new Intl.DateTimeFormat('en-GB', { month: 'short', year: '2-digit', timeZone: 'UTC' });

/** A card is data from elsewhere: a date that is none is shown as it stands. */
const dated = (format: Intl.DateTimeFormat, instant: string): string => {
  const at = Date.parse(instant);
  return Number.isFinite(at) ? format.format(at) : instant;
};

export const count = (n: number): string => whole.format(n);
export const day = (instant: string): string => dated(date, instant);
export const monthOf = (instant: string): string => dated(month, instant);
export const percent = (share: number, digits = 1): string => `${(100 * share).toFixed(digits)}\u00a0%`;
/** AUC, log loss and the like: three digits, as they are usually compared. */
export const figure = (value: number): string => value.toFixed(3);
export const range = ({ low, high }: { readonly low: number; readonly high: number }): string =>
  `${figure(low)} to ${figure(high)}`;

type Kind = ModelCard['meta']['kind'];
export const kindWords: Readonly<Record<Kind, string>> = {
  trees: 'Boosted decision trees',
  logistic: 'Logistic regression',
};

/** The gate's checks as the questions they answer. */
const questions: Readonly<Record<string, string>> = {
  'base-rate': 'Is it better than always saying the average?',
  'in-time': 'Would it have been of use in earlier periods?',
  'confirmed-columns': 'Does it rest only on what is known in time?',
  'current-model': 'Is it better than the model in use?',
  order: 'Do higher scores mean more successes?',
};
export const questionOf = (name: string): string => questions[name] ?? name;

/** `lead-score` as a title. */
export const titleOf = (name: string): string => {
  const text = name.replace(/[-_]+/g, ' ').trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
};
