import { dateFormat } from '../charts/format.js';
import { numberFormat } from '../internal/format.js';
import type { FeedbackWords } from '../locales/feedback-sentiment-panel-words.js';

/** How this panel writes numbers and times in one language. */
export interface Formats {
  readonly language: string;
  /** A share of 1 in whole per cent: counted ones, so 0 and 100 % may be. */
  readonly percent: (share: number) => string;
  /** A difference of shares in points of a hundred, without its sign. */
  readonly points: (difference: number) => string;
  readonly count: (count: number) => string;
  readonly decimal: (value: number) => string;
  /** With its sign, as an NPS is written. */
  readonly signed: (value: number) => string;
  readonly day: (at: number) => string;
  readonly moment: (at: string) => string;
  /** The name of a language by its code, or the code. */
  readonly languageName: (code: string) => string;
  readonly list: (items: readonly string[]) => string;
}

const made = new Map<string, Formats>();

export function formatsIn(language: string): Formats {
  const known = made.get(language);
  if (known) return known;
  const formats = make(language);
  made.set(language, formats);
  return formats;
}

function make(language: string): Formats {
  const percent = numberFormat(language, 'feedback percent', { style: 'percent', maximumFractionDigits: 0 });
  const whole = numberFormat(language, 'feedback whole', { maximumFractionDigits: 0 });
  const decimal = numberFormat(language, 'feedback decimal', { maximumFractionDigits: 1 });
  const signed = numberFormat(language, 'feedback signed', {
    maximumFractionDigits: 0,
    signDisplay: 'exceptZero',
  });
  const day = dateFormat(language, { year: 'numeric', month: 'short', day: 'numeric' });
  const moment = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  let names: Intl.DisplayNames | undefined;
  let list: Intl.ListFormat | undefined;
  return {
    language,
    percent: (share) => percent.format(share),
    points: (difference) => whole.format(Math.max(1, Math.round(Math.abs(difference) * 100))),
    count: (count) => whole.format(count),
    decimal: (value) => decimal.format(value),
    signed: (value) => signed.format(value),
    day: (at) => (Number.isFinite(at) ? day.format(at) : ''),
    moment: (at) => (Number.isNaN(Date.parse(at)) ? at : moment.format(new Date(at))),
    languageName: (code) => {
      try {
        names ??= new Intl.DisplayNames(language, { type: 'language' });
        return names.of(code) ?? code;
      } catch {
        return code;
      }
    },
    list: (items) => {
      list ??= new Intl.ListFormat(language, { type: 'conjunction' });
      return list.format(items);
    },
  };
}

/** What a channel is called: one of the kinds in the page's language, any other as the host writes it. */
export function channelName(channel: string, words: FeedbackWords): string {
  const known = Object.entries(words.channels).find(([kind]) => kind === channel.toLowerCase());
  return known?.[1] ?? channel;
}

/** What an aspect is called: ours in the page's language, a tenant's own by its label. */
export function aspectName(
  id: string,
  words: FeedbackWords,
  taxonomy: readonly { readonly id: string; readonly label: string }[] | undefined,
): string {
  const own = taxonomy?.find((aspect) => aspect.id === id)?.label;
  return own ?? (Object.hasOwn(words.aspects, id) ? words.aspects[id] : undefined) ?? id;
}

/** An intent's label as words: "cancel_order" is "Cancel order"; models name them in English. */
export function intentName(label: string, labels?: Readonly<Record<string, string>>): string {
  if (labels && Object.hasOwn(labels, label)) return labels[label] ?? label;
  const plain = label.replaceAll('_', ' ').trim();
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}
