import type { Problem } from '@aicrm/schema/problem';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { chart } from '../charts/chart.js';
import { legend } from '../charts/legend.js';
import type { FeedbackWords } from '../locales/feedback-sentiment-panel-words.js';
import { breakdownPart } from './breakdown.js';
import { courseChart, courseInks } from './course.js';
import { scopeFilters } from './filters.js';
import { aspectName, type Formats } from './format.js';
import { headline, ratings } from './headline.js';
import { verbatims } from './verbatims.js';
import type { PanelView } from './view.js';

/** What stands in place of the figures where there are none. */
export type Blank =
  | { readonly state: 'empty' | 'loading' | 'no-messages' | 'not-messages' }
  | { readonly state: 'insufficient-data'; readonly detail: string }
  | { readonly state: 'permission' | 'error' | 'model'; readonly problem: Problem | undefined };

const retryButton = (words: FeedbackWords, retry: () => void) =>
  html`<button type="button" class="button" @click=${retry}>${words.retry}</button>`;

/** A sentence in place of the figures: what is missing, and what would be enough. */
export function blank(state: Blank, words: FeedbackWords, retry: () => void): TemplateResult {
  const said = (title: string, help: string, more: unknown = nothing) => html`<div class="blank">
    <p class="lead" role=${state.state === 'error' || state.state === 'model' ? 'alert' : 'status'}>${title}</p>
    ${help ? html`<p class="fine"><bdi>${help}</bdi></p>` : nothing} ${more}
  </div>`;
  switch (state.state) {
    case 'loading':
      return html`<div class="bones" role="status">
        <span class="sr">${words.loading}</span>
        <i class="bone wide"></i><i class="bone"></i><i class="bone box"></i>
      </div>`;
    case 'empty':
      return said(words.nothingAsked, '');
    case 'no-messages':
      return said(words.noMessages, words.noMessagesHelp);
    case 'not-messages':
      return said(words.notMessages, '');
    case 'insufficient-data':
      return said(words.noMessages, state.detail);
    case 'permission':
      return said(words.permissionTitle, words.permissionHelp);
    case 'model':
      return said(words.modelTitle, words.modelHelp, retryButton(words, retry));
    default: {
      const own: Readonly<Record<string, string>> = { 'no-client': words.noClient, 'no-data': words.tooOld };
      const title = state.problem?.title ?? '';
      if (Object.hasOwn(own, title)) return said(own[title] ?? words.errorTitle, '');
      return said(words.errorTitle, state.problem?.detail ?? words.errorHelp, retryButton(words, retry));
    }
  }
}

/** What the panel is of: how many messages, from when to when, and how far they are read. */
export function header(
  words: FeedbackWords,
  formats: Formats,
  title: string,
  view: PanelView | undefined,
  progress: { readonly read: number; readonly total: number } | undefined,
): TemplateResult {
  const { scope, from, to } = view?.figures ?? { scope: [], from: Number.NaN, to: Number.NaN };
  const [first, last] = [formats.day(from), formats.day(to)];
  return html`<div class="head" part="header">
      <h2>${title}</h2>
      ${
        view
          ? html`<p class="fine">
              ${words.messages(scope.length, formats.count(scope.length))}${
                first && last ? html` · ${first === last ? first : words.fromTo(first, last)}` : nothing
              }
            </p>`
          : nothing
      }
    </div>
    ${
      progress
        ? html`<div class="progress" role="status">
            <span>${words.reading(formats.count(progress.read), formats.count(progress.total))}</span>
            <progress aria-hidden="true" max=${progress.total} value=${progress.read}></progress>
          </div>`
        : nothing
    }`;
}

/**
 * Everything that is drawn of messages that were read.
 * @param stage 0: the summary; 1: the course of time and the tables, too; 2: all.
 */
export function sections(view: PanelView, stage: number): TemplateResult {
  return html`<div class="summary">${headline(view)} ${ratings(view)}</div>
    ${scopeFilters(view)}
    <div class="columns">
      ${
        stage > 0
          ? html`<div class="column">${coursePart(view)} ${breakdownPart(view)}</div>`
          : html`<div class="bones"><i class="bone box"></i></div>`
      }
      ${stage > 1 ? verbatims(view) : html`<div class="bones"><i class="bone box"></i></div>`}
    </div>`;
}

const charts = new WeakMap<
  object,
  { readonly title: string; readonly spec: ReturnType<typeof courseChart> }
>();

function coursePart({ words, formats, figures, filter, taxonomy }: PanelView): TemplateResult {
  const { course } = figures;
  const title =
    filter.aspect === null ? words.course : words.courseOf(aspectName(filter.aspect, words, taxonomy));
  const key = `${title} ${formats.language}`;
  const enough = course?.periods.some(({ negative }) => negative) ?? false;
  let made = course && enough ? charts.get(course) : undefined;
  if (course && enough && made?.title !== key) {
    made = { title: key, spec: courseChart(course, `${title}. ${words.courseLabel}`, words, formats) };
    charts.set(course, made);
  }
  return html`<section class="course" part="course" aria-labelledby="course-title">
    <div class="section-head"><h3 id="course-title">${title}</h3></div>
    ${
      made
        ? html`${legend(
            courseInks
              .toReversed()
              .map(({ tone, ink }) => ({ name: words.tones[tone], mark: { ink, stroke: 'bar' } })),
          )}
          ${chart(made.spec)}`
        : html`<p class="fine">${words.tooFew}</p>`
    }
  </section>`;
}

/** What the figures rest on, in a line. */
export function facts(view: PanelView, dataAt: string | undefined): TemplateResult {
  const { words, formats, figures, corrections } = view;
  const { unscored, overall } = figures;
  const missing = [...unscored.values()].reduce((sum, count) => sum + count, 0);
  const kinds = [...unscored]
    .sort((a, b) => b[1] - a[1])
    .map(
      ([language, count]) =>
        `${language === '' ? words.otherReasons : formats.languageName(language)} ${formats.count(count)}`,
    );
  return html`<ul class="facts" part="facts">
    <li>${words.counted(overall.scored, formats.count(overall.scored))}</li>
    ${
      missing > 0
        ? html`<li>${words.unscored(missing, formats.count(missing), formats.list(kinds))}</li>`
        : nothing
    }
    ${
      corrections.size > 0
        ? html`<li>${words.correctedCount(corrections.size, formats.count(corrections.size))}</li>`
        : nothing
    }
    ${
      dataAt === undefined
        ? nothing
        : html`<li><time datetime=${dataAt}>${words.dataOf(formats.moment(dataAt))}</time></li>`
    }
    <li>${words.computed}</li>
  </ul>`;
}
