import type { Problem } from '@aicrm/schema/problem';
import type { Result } from '@aicrm/schema/result';
import type { ModelSummary, ModelVersion } from '@aicrm/schema/wire';
import { css, html, nothing, type PropertyValues } from 'lit';
import type { Api } from '../api.js';
import { ConsoleElement, define } from '../ui/element.js';
import { Loader } from '../ui/loader.js';
import { problemNote } from '../ui/problem-note.js';
import './card-links.js';
import './card-view.js';
import './drift-panel.js';
import './train-panel.js';
import './version-list.js';

/** The page `#/models/<name>`: train, versions, and the card of the chosen one. */
export class ModelPage extends ConsoleElement {
  static override styles = [
    ...ConsoleElement.styles,
    css`
      .columns {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 1rem;
      }
    `,
  ];

  static override properties = {
    api: { attribute: false },
    name: {},
    chosen: { state: true },
    failure: { state: true },
    said: { state: true },
    busy: { state: true },
  };

  declare api: Api;
  /** The model's name. */
  declare name: string;
  declare chosen: string | undefined;
  declare failure: Problem | undefined;
  declare said: string;
  declare busy: boolean;

  private readonly model = new Loader<ModelSummary>(this, () => this.api.model(this.name));

  constructor() {
    super();
    this.name = '';
    this.said = '';
    this.busy = false;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('api') || changed.has('name')) void this.model.run();
  }

  private get shown(): ModelVersion | undefined {
    const { value } = this.model;
    const wanted = this.chosen ?? value?.current ?? value?.versions[0]?.version;
    return value?.versions.find(({ version }) => version === wanted);
  }

  /** Publishes or reverts; the answer is the model as it is then. */
  private async act(ask: () => Promise<Result<ModelSummary, Problem>>, said: (m: ModelSummary) => string) {
    this.busy = true;
    const answer = await ask();
    this.busy = false;
    this.failure = answer.ok ? undefined : answer.error;
    if (!answer.ok) return;
    this.model.set(answer.value);
    this.said = said(answer.value);
  }

  private readonly publish = (event: CustomEvent<string>) =>
    this.act(
      () => this.api.publish(this.name, event.detail),
      (model) => `Version ${model.current} is published. Pages fetch it with their next sync.`,
    );

  private readonly revert = () =>
    this.act(
      () => this.api.revert(this.name),
      (model) => `Back to version ${model.current}. Pages fetch it with their next sync.`,
    );

  private readonly trained = (event: CustomEvent<string>) => {
    this.chosen = event.detail;
    void this.model.run();
  };

  private readonly recalibrated = ({ detail }: CustomEvent<ModelSummary>) => {
    this.chosen = detail.current ?? undefined;
    this.model.set(detail);
  };

  override render() {
    const { value, problem, loading } = this.model;
    const { shown } = this;
    const canRevert =
      value?.versions.some(({ status }) => status === 'retired') === true && value.current !== null;
    return html`<div class="stack">
      <div class="row spread">
        <h1>${value?.label ?? this.name}</h1>
        <button
          type="button"
          class="button"
          ?disabled=${!canRevert || this.busy}
          title=${canRevert ? nothing : 'There is no earlier published version.'}
          @click=${this.revert}
        >
          Revert to the version before
        </button>
      </div>
      ${problemNote(problem ?? this.failure)}
      <p role="status" ?hidden=${this.said === ''} class="note good">${this.said}</p>
      ${loading && !value ? html`<p class="muted" role="status">Loading…</p>` : nothing}
      ${
        value
          ? html`<div class="columns">
            <train-panel .api=${this.api} .model=${value} @trained=${this.trained}></train-panel>
            <version-list
              .model=${value}
              .shown=${shown?.version}
              .busy=${this.busy}
              @choose=${(event: CustomEvent<string>) => {
                this.chosen = event.detail;
              }}
              @publish=${this.publish}
            ></version-list>
            ${
              value.current === null
                ? nothing
                : html`<drift-panel
                  .api=${this.api}
                  .name=${value.name}
                  .version=${value.current}
                  @recalibrated=${this.recalibrated}
                ></drift-panel>`
            }
            ${
              shown
                ? html`<card-links .api=${this.api} .name=${value.name} .version=${shown.version}></card-links>
                  <card-view .version=${shown}></card-view>`
                : nothing
            }
          </div>`
          : nothing
      }
    </div>`;
  }
}
define('model-page', ModelPage);
