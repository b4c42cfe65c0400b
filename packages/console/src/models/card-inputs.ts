import type { LeakFinding, ModelCard } from '@aicrm/schema/model';
import { html, nothing, svg } from 'lit';
import { formatFigure, formatShare } from '../ui/format.js';

/** A bar whose length is set by an attribute, because a strict policy allows no style in markup. */
const bar = (share: number) =>
  html`<svg class="bar" width="100" height="10" viewBox="0 0 100 10" aria-hidden="true">
    ${svg`<rect width="100" height="10" rx="2" fill="var(--sunken)"></rect>
      <rect width=${Math.max(1, share * 100)} height="10" rx="2" fill="var(--accent)"></rect>`}
  </svg>`;

/** How much each input weighs. */
export function renderImportances({ features }: ModelCard) {
  const sorted = [...features].sort((a, b) => b.importance - a.importance);
  const most = sorted[0]?.importance ?? 1;
  return html`<section class="card" aria-labelledby="inputs">
    <h2 id="inputs">What it looks at</h2>
    <p class="muted">An input's share of all reasons, over the rows it learned from.</p>
    <div class="scroll" tabindex="0" role="group" aria-labelledby="inputs">
      <table>
        <thead>
          <tr>
            <th scope="col">Input</th>
            <th scope="col" colspan="2">Weight</th>
            <th scope="col" class="num">Known for</th>
          </tr>
        </thead>
        <tbody>
          ${sorted.map(
            ({ label, importance, present, sensitive, changeable }) =>
              html`<tr>
                <th scope="row">
                  ${label} ${sensitive ? html`<span class="pill warn">sensitive</span>` : nothing}
                  ${changeable ? html`<span class="pill">can be changed</span>` : nothing}
                </th>
                <td>${bar(most > 0 ? importance / most : 0)}</td>
                <td class="num">${formatShare(importance)}</td>
                <td class="num">${formatShare(present, 0)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}

const tones: Record<LeakFinding['verdict'], string> = { ok: '', suspect: 'warn', leak: 'bad' };
const order: Record<LeakFinding['verdict'], number> = { leak: 0, suspect: 1, ok: 2 };

/** What people call a column, with its id beneath where that is another. */
const columnName = ({ column, label }: LeakFinding) =>
  html`${label ?? column}${label === undefined || label === column ? nothing : html`<br /><span class="mono">${column}</span>`}`;

/** A column that was left out before it could be judged by the outcome has no figure. */
const judged = ({ verdict, auc }: LeakFinding): boolean => verdict !== 'ok' || auc !== undefined;

const finding = (found: LeakFinding) => {
  const { verdict, reason, auc, used, confirm } = found;
  return html`<tr>
    <th scope="row">${columnName(found)}</th>
    <td>
      ${judged(found) ? html`<span class=${`pill ${tones[verdict]}`}>${verdict}</span>` : html`<span class="pill">not judged</span>`}
    </td>
    <td class="nowrap">
      ${used ? 'used' : 'left out'} ${confirm ? html`<span class="pill warn">needs your word</span>` : nothing}
    </td>
    <td class="num">${auc === undefined ? '–' : formatFigure(auc)}</td>
    <td class="muted says">${reason}</td>
  </tr>`;
};

/** Every column that was looked at for leaks of the outcome, the worst first; nothing is dropped in silence. */
export function renderLeaks({ leaks }: ModelCard) {
  if (leaks.length === 0) return nothing;
  const sorted = [...leaks].sort(
    (a, b) => order[a.verdict] - order[b.verdict] || Number(a.used) - Number(b.used),
  );
  const bad = sorted.filter(({ verdict }) => verdict !== 'ok').length;
  return html`<section class="card" aria-labelledby="leaks">
    <h2 id="leaks">Leak check</h2>
    <p class="muted">
      ${bad === 0 ? 'No column seems to know the outcome.' : `${bad} of ${leaks.length} columns may know the outcome.`}
      AUC is that of the column alone.
    </p>
    <div class="scroll" tabindex="0" role="group" aria-labelledby="leaks">
      <table>
        <thead>
          <tr>
            <th scope="col">Column</th>
            <th scope="col">Finding</th>
            <th scope="col">Use</th>
            <th scope="col" class="num">AUC</th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          ${sorted.map(finding)}
        </tbody>
      </table>
    </div>
  </section>`;
}
