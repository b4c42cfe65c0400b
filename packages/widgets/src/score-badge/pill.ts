import type { PredictionState } from '@aicrm/client/client';
import { icon, make } from '../internal/dom.js';
import { formatPercent } from '../internal/format.js';
import type { BadgeMessages } from '../locales/messages.js';

/** What a pill says, as texts alone: equal ones look the same, so that nothing is drawn twice. */
export interface PillView {
  /** A band, or `plain` where there is no score. */
  readonly kind: string;
  readonly name: string;
  /** The probability; empty without a score. */
  readonly value: string;
  readonly word: string;
  readonly loading: boolean;
  readonly stale: boolean;
  /** What is said to screen readers beyond the word. */
  readonly aside: string;
}

export function pillView(
  current: PredictionState,
  offline: boolean,
  language: string,
  words: BadgeMessages,
): PillView {
  const loading = current.state === 'loading';
  if (current.state !== 'score')
    return {
      kind: 'plain',
      name: words.name,
      value: '',
      word: loading ? words.loading : stateWord(current, words),
      loading,
      stale: false,
      aside: '',
    };
  const { band, probability } = current.score;
  const stale = current.freshness === 'stale';
  return {
    kind: band,
    name: words.name,
    value: formatPercent(probability, language),
    word: words.bands[band],
    loading,
    stale,
    aside: stale ? words.stale : offline ? words.offline : '',
  };
}

export function pillContent({ name, value, word, loading, stale, aside }: PillView): Node[] {
  const unseen = (text: string) => make('span', { class: 'sr' }, text);
  return [
    unseen(`${name}: `),
    ...(value ? [meter(), make('b', { class: 'value', part: 'value' }, value)] : []),
    ...(loading
      ? [make('span', { class: 'bone' }), unseen(word)]
      : [make('span', { class: 'word', part: 'band' }, word)]),
    ...(stale ? [clock()] : []),
    ...(aside ? [unseen(`, ${aside}`)] : []),
  ];
}

function stateWord(current: PredictionState, words: BadgeMessages): string {
  if (current.state === 'insufficient-data') {
    const { why } = current.refusal;
    return why === 'inputs' ? words.inputs : why === 'no-model' ? words.noModel : words.noEvidence;
  }
  if (current.state === 'permission') return words.permission;
  return current.state === 'empty' ? words.empty : words.error;
}

/** A thousand badges copy one icon, which costs a third of making it. */
const copies = (make: () => SVGElement): (() => Node) => {
  let original: SVGElement | undefined;
  return () => {
    original ??= make();
    return original.cloneNode(true);
  };
};

/** The band by the number of filled bars: a shape that tells it without colour. */
const meter = copies(() => icon({ class: 'meter', part: 'meter' }, 'M2.5 13V9', 'M7 13V5.5', 'M11.5 13V1'));

const clock = copies(() => icon({}, 'M7 1a6 6 0 1 0 .1 0M7 4v3l2 1.5'));
