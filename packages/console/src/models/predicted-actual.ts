import { css, html, svg } from 'lit';
import { formatShare } from '../ui/format.js';

const size = 260;
const margin = { left: 44, bottom: 40, top: 10, right: 24 };
const parts = [0, 0.25, 0.5, 0.75, 1];
const ends = [0.1, 0.25, 0.5, 0.75, 1];

/** A group of records: what was said of them and what happened, shares 0..1; `low` and `high` where the rate has an interval. */
export interface Group {
  readonly predicted: number;
  readonly observed: number;
  readonly rows: number;
  readonly low?: number;
  readonly high?: number;
}

/** Whether what was said lies in the interval of what happened; true where there is no interval. */
export const fits = ({ predicted, low = 0, high = 1 }: Group): boolean =>
  predicted >= low && predicted <= high;

/** The picture beside its table, below it on a narrow screen. */
export const bothStyle = css`
  .both {
    display: grid;
    grid-template-columns: minmax(0, 20rem) minmax(0, 1fr);
    gap: 1rem 2rem;
    align-items: start;
    margin-block-start: 0.75rem;
  }
  svg {
    inline-size: 100%;
    block-size: auto;
    direction: ltr;
  }
  text {
    fill: var(--muted);
    font-size: 11px;
  }
  @media (max-width: 40rem) {
    .both {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;

/**
 * What was said across, what happened upwards. Groups with an interval show it and are a diamond outside it, so that
 * colour is not all that tells it; groups without one are larger where they hold more rows. `title` begins the words
 * for who does not see it.
 */
export function predictedActual(groups: readonly Group[], title: string) {
  // Where all predictions are small the corner is enlarged, or the marks would lie on one another.
  const most = Math.max(
    ...groups.flatMap(({ predicted, observed, high = 0 }) => [predicted, observed, high]),
    0,
  );
  const end = ends.find((one) => one >= most) ?? 1;
  const x = (value: number) => margin.left + (value / end) * (size - margin.left - margin.right);
  const y = (value: number) => size - margin.bottom - (value / end) * (size - margin.bottom - margin.top);
  const rows = Math.max(...groups.map((group) => group.rows), 1);
  const digits = end < 0.5 ? 1 : 0;
  const label = `${title}: ${groups.map(({ predicted, observed }) => `predicted ${formatShare(predicted)}, actual ${formatShare(observed)}`).join('; ')}`;
  return html`<svg viewBox=${`0 0 ${size} ${size}`} role="img" aria-label=${label}>
    ${parts.map((part) => {
      const at = part * end;
      return svg`<line x1=${x(0)} x2=${x(end)} y1=${y(at)} y2=${y(at)} stroke="var(--line)"></line>
        <text x=${margin.left - 6} y=${y(at) + 4} text-anchor="end">${formatShare(at, digits)}</text>
        <text x=${x(at)} y=${size - margin.bottom + 16} text-anchor="middle">${formatShare(at, digits)}</text>`;
    })}
    ${svg`<line x1=${x(0)} y1=${y(0)} x2=${x(end)} y2=${y(end)} stroke="var(--line-strong)" stroke-dasharray="4 4"></line>
      <text x=${(x(0) + x(end)) / 2} y=${size - 4} text-anchor="middle">predicted</text>`}
    ${groups.map((group) => {
      const [cx, cy] = [x(group.predicted), y(group.observed)];
      const { low, high } = group;
      if (low === undefined || high === undefined)
        return svg`<circle cx=${cx} cy=${cy} r=${3 + 4 * Math.sqrt(group.rows / rows)} fill="var(--accent)"></circle>`;
      const colour = fits(group) ? 'var(--accent)' : 'var(--bad)';
      return svg`<line x1=${cx} x2=${cx} y1=${y(low)} y2=${y(high)} stroke=${colour} stroke-width="2" opacity=".6"></line>
        ${
          fits(group)
            ? svg`<circle cx=${cx} cy=${cy} r="4.5" fill=${colour}></circle>`
            : svg`<path d=${`M${cx} ${cy - 6} l6 6 l-6 6 l-6 -6 z`} fill=${colour}></path>`
        }`;
    })}
  </svg>`;
}
