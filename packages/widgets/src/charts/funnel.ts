import { svg } from 'lit/html.js';
import type { ChartSize, ChartSpec, Drawing } from './chart-types.js';
import { chartWords } from './chart-words.js';
import { type ValueFormat, valueFormat } from './format.js';
import { barPath } from './paths.js';
import { linear, rounded } from './scale.js';
import { fitText, textWidth } from './text.js';

export interface FunnelStage {
  readonly name: string;
  /** How many came as far as this stage, those that went on included. */
  readonly count: number;
  /** Stands behind the count: what it is worth. */
  readonly note?: string;
}

export interface Funnel {
  readonly label: string;
  readonly language: string;
  readonly format: ValueFormat;
  readonly stages: readonly FunnelStage[];
  /** Heads the table's columns: stage, and what is counted. */
  readonly heads: readonly [string, string];
  readonly choose?: (index: number) => void;
}

const ROW = 54;
const HIGH = 22;

/**
 * Stages one below the other, each a bar of its count, with the share that went on from the stage before between them.
 * All bars begin at one line: sloped sides and centred bars look like a funnel, but lengths no longer compare.
 */
export function funnel(data: Funnel): ChartSpec {
  const { label, language, stages, format, heads } = data;
  const words = chartWords(language);
  const share = valueFormat('share', language);
  const kept = stages.map(({ count }, i): string => {
    const before = stages[i - 1]?.count ?? 0;
    return i === 0 || before <= 0 ? '' : share.full(count / before);
  });
  const noted = stages.some(({ note }) => note);
  return {
    label,
    language,
    draw: (size) => draw(data, kept, size),
    table: {
      columns: [...heads, words.ofStageBefore, ...(noted ? [words.note] : [])],
      rows: stages.map(({ name, count, note = '' }, i) => [
        name,
        format.full(count),
        kept[i] || '–',
        ...(noted ? [note] : []),
      ]),
    },
    ...(data.choose ? { choose: data.choose } : {}),
  };
}

function draw(
  { stages, format, language }: Funnel,
  kept: readonly string[],
  { width, mirrored }: ChartSize,
): Drawing {
  const words = chartWords(language);
  const most = Math.max(1, ...stages.map(({ count }) => count));
  const scale = linear([0, most], [0, width]);
  const place = (x: number, length: number): number => rounded(mirrored ? width - x - length : x);
  const [start, end] = mirrored ? (['end', 'start'] as const) : (['start', 'end'] as const);
  const body = svg`${stages.map(({ name, count, note }, i) => {
    const top = i * ROW;
    const value = note ? `${format.full(count)} · ${note}` : format.full(count);
    const length = Math.max(1.5, scale(Math.max(0, count)));
    const before = Math.max(0, scale(Math.max(0, stages[i - 1]?.count ?? 0)));
    const rate = kept[i] ?? '';
    const valueRoom = textWidth(value, 12);
    const rateText = rate ? words.went(rate) : '';
    const room = width - valueRoom - 16;
    const nameText = fitText(name, Math.max(40, room), 12);
    const rateAt = textWidth(nameText, 12) + 10;
    return svg`
      <text class="body" x=${place(0, 0)} y=${top + 14} text-anchor=${start}>${nameText}</text>
      ${
        rateText && rateAt + textWidth(rateText, 11) < room
          ? svg`<text class="muted" x=${place(rateAt, 0)} y=${top + 14} text-anchor=${start}>${rateText}</text>`
          : ''
      }
      <text class="body strong" x=${place(width, 0)} y=${top + 14} text-anchor=${end}>${value}</text>
      ${before > length ? svg`<path class="fill area-wide ink-main" d=${barPath(place(length, before - length), top + 20, before - length, HIGH, mirrored ? 'left' : 'right')} />` : ''}
      <path class="solid-fill ink-main" d=${barPath(place(0, length), top + 20, length, HIGH, mirrored ? 'left' : 'right')} />`;
  })}`;
  return {
    height: Math.max(1, stages.length * ROW - 8),
    body,
    nearest: 'y',
    stops: stages.map(({ name, count, note }, i) => ({
      x: place(Math.min(width * 0.6, scale(count)), 0),
      y: i * ROW + 30,
      title: name,
      readings: [
        { name: note ?? '', value: format.full(count) },
        ...(kept[i] ? [{ name: words.ofStageBefore, value: kept[i] ?? '' }] : []),
      ],
    })),
  };
}
