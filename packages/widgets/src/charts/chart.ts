import { AsyncDirective } from 'lit/async-directive.js';
import { directive, type PartInfo, PartType } from 'lit/directive.js';
import { ref } from 'lit/directives/ref.js';
import { html, nothing, svg, type TemplateResult } from 'lit/html.js';
import type { ChartSpec, Drawing, Stop } from './chart-types.js';
import { chartWords } from './chart-words.js';
import { isMirrored, timeIsMirrored } from './direction.js';
import { markSample } from './legend.js';

/** Drawn for this width before the page has said how wide the chart is; it never shows, because the answer comes first. */
const FIRST_WIDTH = 480;
/** Narrower drawings would not be readable; the SVG is scaled down instead. */
const LEAST_WIDTH = 120;
/** Between a tooltip and what it tells of, in pixels. */
const TIP_GAP = 12;

/**
 * A chart in a template: `${chart(lineChart({...}))}`. It draws for the width that it finds and draws anew when that
 * changes, moves from point to point by pointer and keys, says what is there in a tooltip and to screen readers, and has
 * the same numbers as a table. Styles: `chartStyles`.
 */
class ChartDirective extends AsyncDirective {
  private spec: ChartSpec | undefined;
  private width = FIRST_WIDTH;
  private active: number | undefined;
  /** Said aloud only where keys moved: a pointer's wanderings would drown all else. */
  private said = '';
  /** Has the chart's width and no height: what is observed must not change by what is drawn. */
  private ruler: Element | undefined;
  private observer: ResizeObserver | undefined;
  private drawing: Drawing | undefined;
  private drawnFor = '';

  constructor(part: PartInfo) {
    super(part);
    if (part.type !== PartType.CHILD) throw new Error('a chart stands between tags');
  }

  override render(spec: ChartSpec): TemplateResult {
    if (spec !== this.spec) this.drawnFor = '';
    this.spec = spec;
    return this.template(spec);
  }

  override disconnected(): void {
    this.observer?.disconnect();
  }

  override reconnected(): void {
    if (this.ruler) this.observer?.observe(this.ruler);
  }

  private readonly found = (element: Element | undefined): void => {
    this.observer?.disconnect();
    this.ruler = element;
    if (!element || typeof ResizeObserver === 'undefined') return;
    this.observer ??= new ResizeObserver((entries) => {
      const width = Math.round(entries[entries.length - 1]?.contentRect.width ?? 0);
      // A hidden chart has no width; it keeps its drawing until it is shown.
      if (width > 0 && width !== this.width) {
        this.width = width;
        this.redraw();
      }
    });
    this.observer.observe(element);
  };

  private get plot(): HTMLElement | null {
    return this.ruler?.parentElement?.querySelector<HTMLElement>('.plot') ?? null;
  }

  private redraw(): void {
    if (!this.spec || !this.isConnected) return;
    this.setValue(this.template(this.spec));
    this.placeTip();
  }

  private stops(): readonly Stop[] {
    return this.drawing?.stops ?? [];
  }

  private read(index: number | undefined, aloud: boolean): void {
    if (index === this.active && !aloud) return;
    this.active = index;
    const stop = index === undefined ? undefined : this.stops()[index];
    this.said = aloud && stop ? this.sentence(stop) : '';
    this.redraw();
  }

  private sentence({ title, readings }: Stop): string {
    const parts = readings.map(({ name, value }) => (name ? `${name} ${value}` : value));
    return [title, parts.join('; ')].filter(Boolean).join(': ');
  }

  private readonly onPointer = (event: PointerEvent): void => {
    const box = this.plot?.querySelector('svg')?.getBoundingClientRect();
    if (!box || box.width === 0) return;
    const scale = Math.max(this.width, LEAST_WIDTH) / box.width;
    const x = (event.clientX - box.left) * scale;
    const y = (event.clientY - box.top) * scale;
    this.read(this.nearest(x, y), false);
  };

  private nearest(x: number, y: number): number | undefined {
    const by = this.drawing?.nearest ?? 'x';
    let [best, least]: [number | undefined, number] = [undefined, Number.POSITIVE_INFINITY];
    for (const [i, stop] of this.stops().entries()) {
      const far =
        by === 'x'
          ? Math.abs(stop.x - x)
          : by === 'y'
            ? Math.abs(stop.y - y)
            : Math.hypot(stop.x - x, stop.y - y);
      if (far < least) [best, least] = [i, far];
    }
    return best;
  }

  private readonly leave = (event: PointerEvent): void => {
    // A finger that lifts leaves the tooltip, which it came for.
    if (event.pointerType === 'mouse') this.read(undefined, false);
  };

  private readonly blur = (): void => this.read(undefined, false);

  private readonly focus = (): void => {
    if (this.active === undefined && this.plot?.querySelector('[tabindex]')?.matches(':focus-visible'))
      this.read(this.firstRead(), true);
  };

  /** Where reading begins: at the newest point of a time axis it would be the end, but a story is told from its start. */
  private firstRead(): number | undefined {
    return this.stops().length > 0 ? 0 : undefined;
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    const last = this.stops().length - 1;
    if (last < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    const at = this.active ?? -1;
    const backwards = this.stepsLeftwards();
    const page = Math.max(1, Math.round(last / 10));
    const moves: Readonly<Record<string, number>> = {
      ArrowRight: at + (backwards ? -1 : 1),
      ArrowLeft: at - (backwards ? -1 : 1),
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: last,
    };
    const next = moves[event.key];
    if (next !== undefined) {
      event.preventDefault();
      this.read(Math.max(0, Math.min(last, next)), true);
    } else if (event.key === 'Escape' && this.active !== undefined) {
      // The first Escape takes the tooltip away, the next one is the host's.
      event.stopPropagation();
      this.read(undefined, false);
    } else if (
      (event.key === 'Enter' || event.key === ' ') &&
      this.active !== undefined &&
      this.spec?.choose
    ) {
      event.preventDefault();
      this.spec.choose(this.active);
    }
  };

  /** Arrow keys follow the eye: the next stop may lie to the left. */
  private stepsLeftwards(): boolean {
    const stops = this.stops();
    const [first, last] = [stops[0], stops[stops.length - 1]];
    if (first && last && Math.abs(first.x - last.x) > 1) return last.x < first.x;
    return isMirrored(this.spec?.language ?? 'en');
  }

  private readonly onClick = (): void => {
    if (this.active !== undefined) this.spec?.choose?.(this.active);
  };

  /** Beside its stop, on the side that has room; set by script, since a strict policy refuses style attributes. */
  private placeTip(): void {
    const { plot, active } = this;
    const tip = plot?.querySelector<HTMLElement>('.tip');
    const stop = active === undefined ? undefined : this.stops()[active];
    if (!plot || !tip || !stop) return;
    const scale = plot.clientWidth / Math.max(this.width, LEAST_WIDTH);
    const [x, y] = [stop.x * scale, stop.y * scale];
    const [width, height] = [tip.offsetWidth, tip.offsetHeight];
    const room = plot.clientWidth;
    const beside = x + TIP_GAP + width <= room ? x + TIP_GAP : x - TIP_GAP - width;
    const left = beside >= 0 ? beside : Math.max(0, Math.min(room - width, x - width / 2));
    // Where neither side has room, the tooltip stands above or below what it tells of.
    const top = beside >= 0 ? y - height / 2 : y - height - TIP_GAP >= 0 ? y - height - TIP_GAP : y + TIP_GAP;
    const most = Math.max(0, (this.drawing?.height ?? 0) * scale - height);
    tip.style.left = `${Math.round(left)}px`;
    tip.style.top = `${Math.round(beside >= 0 ? Math.max(0, Math.min(most, top)) : top)}px`;
  }

  private draw(spec: ChartSpec): Drawing {
    const width = Math.max(this.width, LEAST_WIDTH);
    const key = `${width} ${spec.language}`;
    if (!this.drawing || key !== this.drawnFor) {
      this.drawing = spec.draw({
        width,
        mirrored: isMirrored(spec.language),
        timeMirrored: timeIsMirrored(spec.language),
      });
      this.drawnFor = key;
    }
    return this.drawing;
  }

  private template(spec: ChartSpec): TemplateResult {
    const drawing = this.draw(spec);
    const { height, body, stops, rule } = drawing;
    const words = chartWords(spec.language);
    const width = Math.max(this.width, LEAST_WIDTH);
    if (this.active !== undefined && this.active >= stops.length) this.active = undefined;
    const stop = this.active === undefined ? undefined : stops[this.active];
    const picture = html`<svg
      class="drawing"
      viewBox="0 0 ${width} ${height}"
      width=${width}
      height=${height}
      aria-hidden="true"
      focusable="false"
    >
      ${body}${stop ? cursor(stop, rule) : nothing}
    </svg>`;
    return html`<div class="chart" part="chart">
      <div class="ruler" ${ref(this.found)}></div>
      <div class="plot">
        ${
          stops.length === 0
            ? html`<div role="img" aria-label=${spec.label}>${picture}</div>`
            : html`<div
                class="keys ${spec.choose ? 'choose' : ''}"
                role="application"
                tabindex="0"
                aria-roledescription=${words.role}
                aria-label=${`${spec.label}. ${words.keys}`}
                @pointermove=${this.onPointer}
                @pointerdown=${this.onPointer}
                @pointerleave=${this.leave}
                @focus=${this.focus}
                @blur=${this.blur}
                @keydown=${this.onKey}
                @click=${this.onClick}
              >
                ${picture}
              </div>`
        }
        ${stop ? tooltip(stop) : nothing}
        <p class="sr" role="status">${this.said}</p>
      </div>
      ${tableOf(spec, words.table)}
    </div>`;
  }
}

const cursor = ({ x, dots = [] }: Stop, rule: Drawing['rule']): TemplateResult => svg`<g class="cursor">
  ${rule ? svg`<path class="rule" d="M${Math.round(x - 0.5) + 0.5},${rule[0]}V${rule[1]}" />` : nothing}
  ${dots.map(({ y, ink }) => svg`<circle class="dot ink-${ink}" cx=${x} cy=${y} r="4" />`)}
</g>`;

const tooltip = ({ title, readings }: Stop): TemplateResult => html`<div class="tip" aria-hidden="true">
  <p class="tip-title">${title}</p>
  <dl>
    ${readings.map(
      ({ name, value, mark }) => html`<div>
        <dt>${mark ? markSample(mark) : nothing}${name}</dt>
        <dd>${value}</dd>
      </div>`,
    )}
  </dl>
</div>`;

function tableOf({ table, label, tableAs }: ChartSpec, words: string): TemplateResult {
  const [first = '', ...others] = table.columns;
  const content = html`<table class="numbers">
    <caption class="sr">${label}</caption>
    <thead>
      <tr>
        <th scope="col">${first}</th>
        ${others.map((name) => html`<th scope="col">${name}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${table.rows.map(
        ([name = '', ...cells]) => html`<tr>
          <th scope="row">${name}</th>
          ${cells.map((cell) => html`<td>${cell}</td>`)}
        </tr>`,
      )}
    </tbody>
  </table>`;
  return tableAs === 'hidden'
    ? html`<div class="sr">${content}</div>`
    : html`<details class="as-table">
        <summary>${words}</summary>
        <div class="scroll" tabindex="0" role="group" aria-label=${label}>${content}</div>
      </details>`;
}

export const chart = directive(ChartDirective);
