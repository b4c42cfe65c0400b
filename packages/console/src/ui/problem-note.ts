import type { Problem } from '@aicrm/schema/problem';
import { html, nothing, type TemplateResult } from 'lit';

const mostIssues = 8;

/** What went wrong and what to do, in the worker's own words; announced when it appears. */
export function problemNote(problem: Problem | null | undefined): TemplateResult | typeof nothing {
  if (!problem) return nothing;
  const issues = (problem.issues ?? []).filter(({ message }) => message !== problem.detail);
  return html`<div class="note bad" role="alert">
    <strong>${problem.title}</strong>
    <p>${problem.detail} ${problem.action ?? ''}</p>
    ${
      issues.length > 0
        ? html`<ul>
          ${issues.slice(0, mostIssues).map(({ at, message }) => html`<li>${at}: ${message}</li>`)}
        </ul>`
        : nothing
    }
    ${issues.length > mostIssues ? html`<p>And ${issues.length - mostIssues} more.</p>` : nothing}
    ${problem.requestId ? html`<p class="mono">Request ${problem.requestId}</p>` : nothing}
  </div>`;
}
