import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { HeadlineChange, Span } from '../locales/feedback-sentiment-panel-words.js';
import { aspectName } from './format.js';
import type { PanelView } from './view.js';

/** What all of it comes to, in a sentence or two, and never more than the messages allow. */
export function headline(view: PanelView): TemplateResult {
  const { words, formats, figures } = view;
  const { windows, current, tone, change, complaints, praises } = figures.headline;
  const { negative } = tone;
  if (!negative)
    return html`<p class="headline few" role="status">${words.tooFewHeadline(formats.count(tone.scored))}</p>`;
  const window = windows ? words.window(String(windows.days) as Span, current) : null;
  const moved: HeadlineChange = !change
    ? { kind: 'unknown' }
    : change.sure
      ? { kind: change.value > 0 ? 'more' : 'fewer', points: formats.points(change.value) }
      : { kind: 'same' };
  const named = (ids: readonly string[]): string => {
    const [one = '', other] = ids.map((id) => words.within(aspectName(id, words, view.taxonomy)));
    return other === undefined ? one : words.and(one, other);
  };
  return html`<div class="headline-part">
    <p class="headline" role="status">
      ${words.headline(formats.percent(negative.value), window, moved)}
      ${complaints.length > 0 ? words.complain(named(complaints)) : nothing}
      ${praises.length > 0 ? words.praise(named(praises)) : nothing}
    </p>
    <p class="fine">
      ${words.interval(formats.percent(negative.low), formats.percent(negative.high), formats.count(negative.of))}
    </p>
  </div>`;
}

/** Ratings that people gave themselves, where there are enough. */
export function ratings({ words, formats, figures }: PanelView): TemplateResult | typeof nothing {
  const { nps, satisfied, stars } = figures.ratings;
  if (!nps && !satisfied) return nothing;
  const tile = (name: string, value: string, detail: string) => html`<div class="tile">
    <dt>${name}</dt>
    <dd>
      <b><bdi>${value}</bdi></b>
      <span class="fine">${detail}</span>
    </dd>
  </div>`;
  return html`<dl class="tiles" part="ratings">
    ${
      nps
        ? tile(
            words.nps,
            formats.signed(nps.value),
            words.npsOf(formats.signed(nps.low), formats.signed(nps.high), formats.count(nps.of)),
          )
        : nothing
    }
    ${
      satisfied && stars !== null
        ? tile(
            words.satisfied,
            formats.percent(satisfied.value),
            words.satisfiedOf(formats.decimal(stars), formats.count(satisfied.of)),
          )
        : nothing
    }
  </dl>`;
}
