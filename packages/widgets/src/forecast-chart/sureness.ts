import type { Goal, Outlook, Sureness } from '@aicrm/client/outlook/types';
import { html, nothing, svg, type TemplateResult } from 'lit/html.js';
import { stepName, type ValueFormat } from '../charts/format.js';
import { formatPercent, numberFormat } from '../internal/format.js';
import type { ForecastMessages } from '../locales/forecast-messages.js';

/** Shares of 80 % intervals that still count as kept: look-backs are few, and their steps hang together. */
const PROMISED = [0.7, 0.9] as const;

export const coverageWord = (of80: number): keyof ForecastMessages['coverageWords'] =>
  of80 < PROMISED[0] ? 'too-narrow' : of80 > PROMISED[1] ? 'too-wide' : 'as-promised';

/** Whole per cent, also of 0 and of more than all: a share of what came, no probability. */
const share = (value: number, language: string): string =>
  numberFormat(language, 'forecast share', { style: 'percent', maximumFractionDigits: 0 }).format(value);

/** A circle with a dot, with a bar, and an empty one: the verdict without its colour. */
const sign = (verdict: Sureness['verdict']): TemplateResult => html`<svg
  class="verdict-sign"
  viewBox="0 0 14 14"
  width="14"
  height="14"
  aria-hidden="true"
>
  <circle cx="7" cy="7" r="5.5" />
  ${
    verdict === 'better'
      ? svg`<circle class="full" cx="7" cy="7" r="2" />`
      : verdict === 'no-better'
        ? svg`<path class="full" d="M4.5,7h5" />`
        : nothing
  }
</svg>`;

/** What the forecast rests on and how well it did before, in sentences. */
export function surenessOf(
  outlook: Outlook,
  words: ForecastMessages,
  format: ValueFormat,
  language: string,
  levels: 'none' | 'apart' | 'add-up',
): TemplateResult {
  const { sureness, grain, dates, now, notes } = outlook;
  const { verdict, ratio, coverage80, coverage95, meanError, reach, lookbacks, steps } = sureness;
  const of = (value: number): string => share(value, language);
  const name = (i: number): string => stepName(dates[i] ?? '', grain, language);
  const looks = numberFormat(language, 'forecast count', {}).format(lookbacks);
  const facts = [
    ratio ? words.ratio(looks, of(ratio.value), of(ratio.low), of(ratio.high)) : undefined,
    coverage80 !== null && coverage95 !== null && lookbacks > 0
      ? `${words.coverage(of(coverage80), of(coverage95))} ${words.coverageWords[coverageWord(coverage80)]}`
      : undefined,
    meanError === null
      ? undefined
      : words.meanError(format.short(meanError), words.each[grain], words.steps(steps, grain)),
    reach ? words.reach(of(reach.first), name(now), of(reach.last), name(dates.length - 1)) : undefined,
  ].filter((fact) => fact !== undefined);
  const fine = [
    ...notes.flatMap((note) =>
      note.code === 'counted-as-zero'
        ? [words.countedAsZero(words.steps(note.dates.length, grain))]
        : note.code === 'filled'
          ? [words.filled(words.steps(note.dates.length, grain))]
          : [],
    ),
    ...(levels === 'none' ? [] : [words.levelHelp[levels]]),
    words.goesOn,
  ];
  return html`<section class="sure" part="sureness">
    <h4>${words.sure}</h4>
    <p class="verdict ${verdict}">${sign(verdict)}${words.verdicts[verdict]}</p>
    <ul class="facts">
      ${facts.map((fact) => html`<li>${fact}</li>`)}
    </ul>
    <p class="fine">${fine.join(' ')}</p>
  </section>`;
}

/** Goals of the steps shown, each with what became of it or its chance. */
export function goalsOf(
  { goals, dates, grain }: Outlook,
  words: ForecastMessages,
  format: ValueFormat,
  language: string,
): TemplateResult | typeof nothing {
  if (goals.length === 0) return nothing;
  return html`<section class="goals" part="targets">
    <h4>${words.targets}</h4>
    <ul>
      ${goals.map(
        (goal) => html`<li>
          <span class="when">${stepName(dates[goal.at] ?? '', grain, language)}</span>
          <b>${format.short(goal.value)}</b>
          <span class="outcome ${goal.state}">${outcomeOf(goal, words, language)}</span>
        </li>`,
      )}
    </ul>
  </section>`;
}

export const outcomeOf = ({ state, probability }: Goal, words: ForecastMessages, language: string): string =>
  state === 'open'
    ? probability === null
      ? '–'
      : words.chance(formatPercent(probability, language))
    : words[state];
