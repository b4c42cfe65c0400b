import { barChart, columnChart } from '../charts/bar-chart.js';
import type { ChartSpec } from '../charts/chart-types.js';
import { valueFormat } from '../charts/format.js';
import { funnel } from '../charts/funnel.js';
import { lineChart } from '../charts/line-chart.js';
import { reliability } from '../charts/reliability.js';
import { shareBars } from '../charts/share-bar.js';
import { waterfall } from '../charts/waterfall.js';

/** First days of months from January 2024. */
export const months = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => new Date(Date.UTC(2024, i, 1)).toISOString().slice(0, 10));

const wave = (i: number): number => 40_000 * (1 + 0.02 * i) * (1 + 0.25 * Math.sin((Math.PI * i) / 6));

/** One of each kind of chart, of figures that are plain formulas: what tests and stories draw. */
export const chartSamples: Readonly<Record<string, (language: string) => ChartSpec>> = {
  line: (language) => {
    const history = Array.from({ length: 30 }, (_, i) => (i < 24 ? wave(i) : Number.NaN));
    const mean = Array.from({ length: 30 }, (_, i) => (i >= 24 ? wave(i) : Number.NaN));
    const reach = (times: number) =>
      mean.map((value, i) => value + times * 900 * Math.sqrt(Math.max(0, i - 23)));
    return lineChart({
      label: 'Orders by month, with a forecast',
      language,
      dates: months(30),
      grain: 'month',
      format: valueFormat({ currency: 'EUR' }, language),
      lines: [
        { name: 'Orders', values: history, ink: 'main' },
        { name: 'Forecast', values: mean, ink: 'main', stroke: 'dashed' },
      ],
      bands: [
        { name: '95 %', low: reach(-4), high: reach(4), ink: 'main', wide: true },
        { name: '80 %', low: reach(-2.6), high: reach(2.6), ink: 'main' },
      ],
      points: [{ at: 24, value: 21_300, name: 'So far', ink: '3' }],
      spans: [{ from: 23.5, to: 30, label: 'Forecast' }],
      goals: [{ at: 29, value: 58_000, name: 'Target' }],
    });
  },
  bars: (language) =>
    barChart({
      label: 'Customers by segment',
      language,
      format: valueFormat('number', language),
      heads: ['Segment', 'Customers'],
      bars: [
        { label: 'Champions', value: 412, note: '17 %' },
        { label: 'Customers who are slipping away, bought often', value: 655, note: '28 %', ink: 'bad' },
        { label: 'New', value: 89, note: '4 %' },
        { label: 'None', value: 0, note: '0 %' },
      ],
    }),
  columns: (language) =>
    columnChart({
      label: 'Messages by month and tone',
      language,
      dates: months(18),
      grain: 'month',
      format: valueFormat('number', language),
      series: [
        { name: 'Negative', ink: 'bad', values: months(18).map((_, i) => Math.round(12 + 8 * Math.sin(i))) },
        {
          name: 'Neutral',
          ink: 'neutral',
          values: months(18).map((_, i) => (i === 7 ? Number.NaN : 20 + i)),
        },
        { name: 'Positive', ink: 'good', values: months(18).map((_, i) => Math.round(40 + 2.5 * i)) },
      ],
    }),
  shares: (language) =>
    shareBars({
      label: 'Tone by aspect',
      language,
      head: 'Aspect',
      parts: [
        { name: 'Negative', ink: 'bad' },
        { name: 'Neutral', ink: 'neutral' },
        { name: 'Positive', ink: 'good' },
      ],
      rows: [
        { label: 'Delivery', values: [48, 12, 30], note: '90' },
        { label: 'Price', values: [9, 30, 11], note: '50' },
        { label: 'Staff', values: [1, 4, 115], note: '120' },
        { label: 'Returns', values: [0, 0, 0], note: '0' },
      ],
    }),
  funnel: (language) =>
    funnel({
      label: 'Leads by stage',
      language,
      format: valueFormat('number', language),
      heads: ['Stage', 'Leads'],
      stages: [
        { name: 'New', count: 1_240 },
        { name: 'Qualified', count: 530 },
        { name: 'Offer', count: 210, note: '€1.2M' },
        { name: 'Won', count: 74, note: '€420K' },
      ],
    }),
  reliability: (language) =>
    reliability({
      label: 'Predicted and observed conversions',
      language,
      predicted: [0.02, 0.06, 0.12, 0.21, 0.34, 0.52],
      observed: [0.015, 0.07, 0.11, 0.24, 0.31, 0.55],
      rows: [900, 620, 410, 220, 96, 31],
      names: { predicted: 'Predicted', observed: 'Observed', rows: 'Leads', perfect: 'As predicted' },
    }),
  waterfall: (language) =>
    waterfall({
      label: 'How the score comes about',
      language,
      format: valueFormat('number', language),
      signed: (value) => (value > 0 ? `+${value.toFixed(2)}` : value.toFixed(2)),
      start: { label: 'Before any reason', value: -1.4 },
      steps: [
        { label: 'Earlier conversions', note: '2', value: 1.1 },
        { label: 'Days since last purchase', note: '41', value: -0.6 },
        { label: 'Campaign type', note: 'Type A', value: 0.4 },
        { label: 'Nine more inputs together', value: -0.1 },
      ],
      endLabel: 'All together',
      heads: ['Input', 'Effect', 'Sum'],
    }),
};
