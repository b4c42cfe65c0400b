import type { RecordTrend } from '@aicrm/schema/drift';
import { html, nothing, svg } from 'lit';
import { formatDay, formatShare } from '../ui/format.js';

const width = 640;
const height = 190;
const margin = { left: 44, right: 16, top: 26, bottom: 30 };

export type Point = RecordTrend['points'][number];

/** The words for what came of a prediction; `null` while nobody can know. */
export const outcomeWords = (outcome: boolean | null): string =>
  outcome === null ? 'not known yet' : outcome ? 'came true' : 'did not come true';

/** Whether a point is the first that another version of the model said. */
export const isChange = (points: readonly Point[], i: number): boolean =>
  i > 0 && points[i]?.version !== points[i - 1]?.version;

/** The mark of a point: a disc came true, a square did not, a ring is not known yet. Shape tells it as well as colour. */
function mark({ outcome }: Point, x: number, y: number) {
  if (outcome === null)
    return svg`<circle cx=${x} cy=${y} r="4" fill="var(--card)" stroke="var(--accent)" stroke-width="2"></circle>`;
  return outcome
    ? svg`<circle cx=${x} cy=${y} r="5" fill="var(--good)"></circle>`
    : svg`<rect x=${x - 4.5} y=${y - 4.5} width="9" height="9" fill="var(--bad)"></rect>`;
}

/**
 * What was said of a record (upwards, 0 to 1 or to a rounder share below it) over time (across), with a dashed line
 * wherever another version of the model began to speak. The line breaks there: two versions are two opinions.
 * `points` are the oldest first, two at least.
 */
export function trendPicture(points: readonly Point[]) {
  const moments = points.map(({ asOf }) => Date.parse(asOf));
  const [first, last] = [Math.min(...moments), Math.max(...moments)];
  const most = Math.max(...points.map(({ probability }) => probability));
  const end = [0.1, 0.25, 0.5].find((one) => one >= most) ?? 1;
  const x = (i: number) =>
    margin.left +
    (last > first ? ((moments[i] ?? first) - first) / (last - first) : 0.5) *
      (width - margin.left - margin.right);
  const y = (share: number) => height - margin.bottom - (share / end) * (height - margin.top - margin.bottom);
  const changes = points.flatMap((_, i) => (isChange(points, i) ? [i] : []));
  const starts = [0, ...changes];
  const label = `Predictions over time: ${points.map(({ asOf, probability, version }, i) => `${i === 0 || isChange(points, i) ? `version ${version}, ` : ''}${formatDay(asOf)} ${formatShare(probability)}`).join('; ')}`;
  return html`<svg viewBox=${`0 0 ${width} ${height}`} role="img" aria-label=${label}>
    ${[0, end / 2, end].map(
      (
        share,
      ) => svg`<line x1=${margin.left} x2=${width - margin.right} y1=${y(share)} y2=${y(share)} stroke="var(--line)"></line>
        <text x=${margin.left - 6} y=${y(share) + 4} text-anchor="end">${formatShare(share, end < 0.5 ? 1 : 0)}</text>`,
    )}
    ${changes.map(
      (
        i,
      ) => svg`<line class="change" x1=${x(i)} x2=${x(i)} y1=${margin.top} y2=${y(0)} stroke="var(--line-strong)" stroke-dasharray="4 4"></line>
        <text x=${x(i)} y=${margin.top - 10} text-anchor=${x(i) > width / 2 ? 'end' : 'start'}>version ${points[i]?.version}</text>`,
    )}
    ${starts.map((from, part) => {
      const to = starts[part + 1] ?? points.length;
      const line = points.slice(from, to).map(({ probability }, i) => `${x(from + i)},${y(probability)}`);
      return line.length < 2
        ? nothing
        : svg`<polyline points=${line.join(' ')} fill="none" stroke="var(--accent)" stroke-width="2"></polyline>`;
    })}
    ${points.map((point, i) => mark(point, x(i), y(point.probability)))}
    ${svg`<text x=${margin.left} y=${height - 8}>${formatDay(points[0]?.asOf ?? '')}</text>
      ${last > first ? svg`<text x=${width - margin.right} y=${height - 8} text-anchor="end">${formatDay(points.at(-1)?.asOf ?? '')}</text>` : nothing}`}
  </svg>`;
}
