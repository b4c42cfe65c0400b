import { el } from '/assets/dom.js';
import { grid, height, node, responsive, space, text } from './charts.js';
import { section, table } from './parts.js';
import { number, percent } from './words.js';

const leastToSpeakOf = 100;

/** Bars side by side for each group of calls: what the model would have said of it, and what happened. */
function saidChart(groups) {
  const top =
    Math.ceil(Math.max(...groups.flatMap(({ predicted, observed }) => [predicted, observed])) * 10) / 10;
  const label = `What it would have said and what happened: ${groups.map(({ predicted, observed, rows }) => `${number(rows)} calls, said ${percent(predicted)}, happened ${percent(observed)}`).join('; ')}`;
  return responsive(label, (width) => {
    const inner = height - space.top - space.bottom;
    const y = (value) => space.top + inner * (1 - value / top);
    const step = (width - space.start - space.end) / groups.length;
    const wide = Math.min(step * 0.3, 44);
    const bar = (x, value, kind) => [
      node('rect', { class: kind, x, y: y(value), width: wide, height: Math.max(y(0) - y(value), 1), rx: 3 }),
      text(x + wide / 2, y(value) - 6, (100 * value).toFixed(0), { class: 'value', 'text-anchor': 'middle' }),
    ];
    return [
      ...grid(width, [0, top / 2, top], y, (tick) => percent(tick)),
      ...groups.flatMap(({ predicted, observed, rows }, i) => {
        const middle = space.start + step * (i + 0.5);
        return [
          ...bar(middle - wide - 2, predicted, 'said-bar'),
          ...bar(middle + 2, observed, 'bar-fill'),
          text(middle, height - 22, number(rows), { 'text-anchor': 'middle' }),
          ...(i === 0 ? [text(middle, height - 6, 'calls', { class: 'year', 'text-anchor': 'middle' })] : []),
        ];
      }),
    ];
  });
}

const key = (kind, words) => el('li', {}, el('span', { class: `key ${kind}`, 'aria-hidden': 'true' }), words);

/** What a score would have told this bank on the newest calls, beside what then happened; null where none was judged. */
export function said({ evaluation, verdict }) {
  const groups = (evaluation?.reliability ?? []).filter(({ rows }) => rows > 0);
  // A handful of calls proves nothing, so the sentence speaks of groups that are large enough, and says so: the chart
  // beside it shows smaller ones, which may have been rated lower or higher.
  const large = groups.filter(({ rows }) => rows >= leastToSpeakOf);
  const [lowest, highest] = [large[0], large.at(-1)];
  if (lowest === undefined || highest === undefined || lowest === highest) return null;
  const upside = lowest.observed > highest.observed;
  return section(
    'said',
    verdict.publish ? 'What it said, and what happened' : 'What it would have said, and what happened',
    el(
      'div',
      { class: 'charts' },
      el(
        'div',
        {},
        el(
          'p',
          {},
          `On the newest ${number(evaluation.rows)} calls it would have promised ${percent(evaluation.predictedMean)} on average; ${percent(evaluation.observedMean)} ended in a sale.`,
        ),
        el(
          'p',
          {},
          `Among groups of ${leastToSpeakOf} calls or more, the one that it rated lowest (${number(lowest.rows)} calls) bought in ${percent(lowest.observed)} of calls, the one that it rated highest (${number(highest.rows)} calls) in ${percent(highest.observed)}. `,
          upside
            ? el('strong', {}, 'It would have told you to call the wrong ones first.')
            : 'The order was right; whether the level was, the bars show.',
        ),
        el(
          'p',
          { class: 'muted' },
          'This is why a page shows words in place of a number: a wrong number looks just as sure as a right one.',
        ),
      ),
      el(
        'div',
        {},
        el(
          'ul',
          { class: 'keys' },
          key('said-key', 'it would have said (%)'),
          key('bar-key', 'happened (%)'),
        ),
        saidChart(groups),
        table(
          'What the model would have said of groups of calls, and what happened',
          ['Said', 'Happened', 'Calls'],
          groups.map(({ predicted, observed, rows }) => [
            percent(predicted, 1),
            percent(observed, 1),
            number(rows),
          ]),
        ),
      ),
    ),
  );
}
