import { el } from '/assets/dom.js';
import { figure, kinds, percent, quarterWords } from './words.js';

export const height = 220;
export const space = { top: 22, bottom: 38, start: 40, end: 12 };

export function node(name, attributes, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

/** A drawing that is made anew for each width, so that its letters keep their size. */
export function responsive(label, draw) {
  const figureElement = el('figure', { class: 'chart' });
  let drawn = 0;
  new ResizeObserver(([entry]) => {
    const width = Math.round(entry.contentRect.width);
    if (width === drawn || width < 100) return;
    drawn = width;
    const picture = { viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-label': label };
    figureElement.replaceChildren(node('svg', picture, ...draw(width)));
  }).observe(figureElement);
  return figureElement;
}

export const text = (x, y, words, attributes = {}) => node('text', { x, y, ...attributes }, words);

/** Horizontal lines with their values at the start. */
export const grid = (width, ticks, y, format) =>
  ticks.flatMap((tick) => [
    node('line', { class: 'grid', x1: space.start, x2: width - space.end, y1: y(tick), y2: y(tick) }),
    text(space.start - 6, y(tick) + 4, format(tick), { 'text-anchor': 'end' }),
  ]);

export function baseRateChart(quarters) {
  const top = Math.ceil(Math.max(...quarters.map(({ rate }) => rate)) * 10) / 10;
  const label = `Share of calls with a sale by quarter: ${quarters.map(({ quarter, rate }) => `${quarterWords(quarter)} ${percent(rate)}`).join(', ')}`;
  return responsive(label, (width) => {
    const inner = height - space.top - space.bottom;
    const y = (value) => space.top + inner * (1 - value / top);
    const step = (width - space.start - space.end) / quarters.length;
    const ticks = [0, top / 2, top];
    return [
      ...grid(width, ticks, y, (tick) => percent(tick)),
      ...quarters.flatMap(({ quarter, rate }, i) => {
        const x = space.start + i * step;
        const middle = x + step / 2;
        const [year, part] = quarter.split('-');
        return [
          node('rect', {
            class: 'bar-fill',
            x: x + step * 0.16,
            y: y(rate),
            width: step * 0.68,
            height: Math.max(y(0) - y(rate), 1),
            rx: 3,
          }),
          text(middle, y(rate) - 6, (100 * rate).toFixed(0), { class: 'value', 'text-anchor': 'middle' }),
          text(middle, height - 22, part, { 'text-anchor': 'middle' }),
          ...(i === 0 || part === 'Q1'
            ? [text(middle, height - 6, year, { class: 'year', 'text-anchor': 'middle' })]
            : []),
        ];
      }),
    ];
  });
}

/** Dates of cuts, as short as they can be told apart. */
const cutWords = (instant, narrow) =>
  new Intl.DateTimeFormat('en-GB', {
    day: narrow ? undefined : 'numeric',
    month: 'short',
    year: '2-digit',
    timeZone: 'UTC',
  }).format(new Date(instant));

export function orderChart(card) {
  const { choice, evaluation, meta } = card;
  const series = choice.map(({ kind, origins }) => ({
    kind,
    chosen: kind === meta.kind,
    points: [
      ...origins.map(({ auc }) => auc),
      ...(kind === meta.kind && evaluation ? [evaluation.auc.value] : []),
    ],
    intervals: [
      ...origins.map(({ aucInterval }) => aucInterval),
      ...(kind === meta.kind && evaluation ? [evaluation.auc] : []),
    ],
  }));
  const cuts = [
    ...(choice[0]?.origins ?? []).map(({ cut }) => cut),
    ...(evaluation ? [evaluation.from] : []),
  ];
  const ends = series.flatMap(({ intervals }) =>
    intervals.flatMap((one) => (one ? [one.low, one.high] : [])),
  );
  const all = [...series.flatMap(({ points }) => points), ...ends, 0.5];
  const low = Math.max(0, Math.floor((Math.min(...all) - 0.02) * 10) / 10);
  const top = Math.min(1, Math.max(0.8, Math.ceil((Math.max(...all) + 0.02) * 10) / 10));
  const label = `AUC by the day of training: ${series.map(({ kind, points }) => `${kinds[kind]} ${points.map(figure).join(', ')}`).join('; ')}. Chance is 0.50.`;
  const chart = responsive(label, (width) => {
    const inner = height - space.top - space.bottom;
    const y = (value) => space.top + inner * (1 - (value - low) / (top - low));
    const step = (width - space.start - space.end) / Math.max(cuts.length, 1);
    const x = (i) => space.start + step * (i + 0.5);
    const ticks = Array.from({ length: Math.round((top - low) * 10) + 1 }, (_, i) => low + i / 10).filter(
      (tick) => Math.abs(tick - 0.5) > 0.01,
    );
    const last = cuts.length - 1;
    return [
      ...(evaluation
        ? [
            node('rect', {
              class: 'newest',
              x: x(last) - step / 2,
              y: space.top,
              width: step,
              height: inner,
              rx: 6,
            }),
          ]
        : []),
      ...grid(width, ticks, y, (tick) => tick.toFixed(1)),
      node('line', { class: 'chance', x1: space.start, x2: width - space.end, y1: y(0.5), y2: y(0.5) }),
      text(space.start - 6, y(0.5) + 4, '0.5', { class: 'value', 'text-anchor': 'end' }),
      ...series
        .toSorted((a, b) => Number(a.chosen) - Number(b.chosen))
        .flatMap(({ chosen, points, intervals }) => [
          ...intervals.flatMap((one, i) =>
            one
              ? [
                  node('line', {
                    class: chosen ? 'interval' : 'interval other-interval',
                    x1: x(i),
                    x2: x(i),
                    y1: y(one.low),
                    y2: y(one.high),
                  }),
                ]
              : [],
          ),
          node('polyline', {
            class: chosen ? 'chosen' : 'other',
            points: points.map((value, i) => `${x(i)},${y(value)}`).join(' '),
          }),
          ...points.map((value, i) =>
            chosen
              ? node('circle', { class: 'chosen-dot', cx: x(i), cy: y(value), r: 4.5 })
              : node('rect', { class: 'other-dot', x: x(i) - 4, y: y(value) - 4, width: 8, height: 8 }),
          ),
        ]),
      ...cuts.map((cut, i) => text(x(i), height - 22, cutWords(cut, step < 64), { 'text-anchor': 'middle' })),
      ...(evaluation
        ? [
            text(x(last), height - 6, step < 84 ? 'newest' : 'newest fifth', {
              class: 'year',
              'text-anchor': 'middle',
            }),
          ]
        : []),
    ];
  });
  const key = (kind, chosen) =>
    el(
      'li',
      {},
      el('span', { class: chosen ? 'key chosen-key' : 'key other-key', 'aria-hidden': 'true' }),
      chosen ? `${kinds[kind]} (chosen)` : kinds[kind],
    );
  return el(
    'div',
    {},
    el(
      'ul',
      { class: 'keys' },
      series.map(({ kind, chosen }) => key(kind, chosen)),
    ),
    chart,
  );
}
