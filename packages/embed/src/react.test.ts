// @vitest-environment node
import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { expect, it } from 'vitest';
import { ContactPage } from '../hosts/react/contact-page.js';
import { CustomerInsightCard, LeadScoreBadge, wrapElement } from './react.js';

it('is imported where there is no DOM, and renders the tags with what every element may have', () => {
  expect(typeof document).toBe('undefined');
  const badge = createElement(LeadScoreBadge, {
    id: 'b',
    className: 'wide',
    theme: 'dark',
    record: { secret: 4321 },
    onAicrmOpen: () => undefined,
  });
  // No field of a record is written into a page's source; it is set in the browser.
  expect(renderToString(badge)).toBe(
    '<aicrm-lead-score-badge id="b" class="wide" theme="dark"></aicrm-lead-score-badge>',
  );
  const contact = { id: 'contact:crm:7', name: 'Ada', record: {} };
  expect(renderToString(createElement(ContactPage, { contact }))).toContain('<aicrm-customer-insight-card>');
});

it('takes the types of the elements themselves', () => {
  const good = [
    createElement(LeadScoreBadge, { recordId: 'lead:crm:7', display: 'inline', open: true }),
    createElement(CustomerInsightCard, { density: 'compact', onAicrmAction: ({ detail }) => detail.label }),
    // @ts-expect-error There is no such density.
    createElement(CustomerInsightCard, { density: 'tiny' }),
    // @ts-expect-error What is painted is the element's own word.
    createElement(LeadScoreBadge, { state: 'score' }),
    // @ts-expect-error A method is no prop.
    createElement(LeadScoreBadge, { requestUpdate: () => undefined }),
    // @ts-expect-error Of another event.
    createElement(LeadScoreBadge, { onAicrmOpen: (event: CustomEvent<number>) => event.detail }),
  ];
  expect(good).toHaveLength(6);
  // @ts-expect-error No tag of ours.
  expect(wrapElement('div')).toBeTypeOf('function');
});
