import { expect, it } from 'vitest';

it('can be imported where there is no page, and defines nothing there', async () => {
  expect(typeof document).toBe('undefined');
  const { LeadScoreBadge } = await import('./lead-score-badge.js');
  await import('./define.js');
  await import('../score-badge/reasons.js');
  expect(LeadScoreBadge.properties).toHaveProperty('recordId');
});
