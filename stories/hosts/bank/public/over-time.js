import { el } from '/assets/dom.js';
import { baseRateChart, orderChart } from './charts.js';
import { chosenOf, section, table } from './parts.js';
import { figure, kinds, number, percent, quarterWords } from './words.js';

const monthYear = (instant) => instant.slice(0, 10);
/** A figure with its interval, where it has one. */
const withInterval = ({ auc, aucInterval }) =>
  aucInterval ? `${figure(auc)} (${figure(aucInterval.low)} to ${figure(aucInterval.high)})` : figure(auc);

/** How often calls ended in a sale, and what models of each kind made of it. */
export function happened(card, quarters) {
  const { evaluation, choice } = card;
  const rated = quarters.map((one) => ({ ...one, rate: one.subscribed / one.calls }));
  const most = rated.reduce((a, b) => (b.calls > a.calls ? b : a));
  const origins = chosenOf(card);
  return section(
    'happened',
    'What happened over time',
    el(
      'div',
      { class: 'charts' },
      el(
        'div',
        {},
        el('h3', {}, 'How often a call ended in a sale'),
        el(
          'p',
          { class: 'muted' },
          `In the busiest quarter, ${quarterWords(most.quarter)}, ${number(most.calls)} calls brought ${percent(most.rate, 1)}. Then the bank called fewer people, and others: in ${quarterWords(rated.at(-1).quarter)} ${number(rated.at(-1).calls)} calls brought ${percent(rated.at(-1).rate, 1)}.`,
        ),
        baseRateChart(rated),
        table(
          'Share of calls with a sale, by quarter',
          ['Quarter', 'Calls', 'Sales', 'Share'],
          rated.map((one) => [
            quarterWords(one.quarter),
            number(one.calls),
            number(one.subscribed),
            percent(one.rate, 1),
          ]),
        ),
      ),
      el(
        'div',
        {},
        el('h3', {}, 'Trained up to a day, tried on what came next'),
        el(
          'p',
          { class: 'muted' },
          `${origins.length} times a model was trained on all calls up to a day and had to put the next ones in order; last, on the newest fifth. 1 is perfect, and on the dashed line a coin does as well.`,
        ),
        orderChart(card),
        table(
          'AUC of models by the day they were trained up to',
          [
            'Trained up to',
            'Calls tried',
            ...choice.map(({ kind }) => `AUC, ${kinds[kind].toLowerCase()}`),
            'Sales known then',
            'Sales that followed',
          ],
          [
            ...origins.map((origin, i) => [
              monthYear(origin.cut),
              number(origin.rows),
              ...choice.map((one) => (one.origins[i] ? withInterval(one.origins[i]) : '–')),
              percent(origin.baseRate, 1),
              origin.happened === undefined ? '–' : percent(origin.happened, 1),
            ]),
            ...(evaluation
              ? [
                  [
                    `newest fifth, from ${monthYear(evaluation.from)}`,
                    number(evaluation.rows),
                    ...choice.map(({ kind }) =>
                      kind === card.meta.kind
                        ? `${figure(evaluation.auc.value)} (${figure(evaluation.auc.low)} to ${figure(evaluation.auc.high)})`
                        : '–',
                    ),
                    '–',
                    percent(evaluation.observedMean, 1),
                  ],
                ]
              : []),
          ],
        ),
      ),
    ),
  );
}
