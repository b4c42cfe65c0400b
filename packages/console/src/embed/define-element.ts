/**
 * Elements by tag. The script's own loader does not look into shadow roots, where all of the console is, so whoever shows
 * an element here asks for it by name; each is a chunk of its own.
 */
const loaders: Readonly<Record<string, () => Promise<unknown>>> = {
  'aicrm-lead-score-badge': () => import('@aicrm/widgets/lead-score-badge/define'),
  'aicrm-deal-score-badge': () => import('@aicrm/widgets/deal-score-badge/define'),
  'aicrm-customer-insight-card': () => import('@aicrm/widgets/customer-insight-card/define'),
  'aicrm-next-actions': () => import('@aicrm/widgets/next-actions/define'),
  'aicrm-feedback-sentiment-panel': () => import('@aicrm/widgets/feedback-sentiment-panel/define'),
  'aicrm-what-if': () => import('@aicrm/widgets/what-if/define'),
  'aicrm-forecast-chart': () => import('@aicrm/widgets/forecast-chart/define'),
  'aicrm-segments': () => import('@aicrm/widgets/segments/define'),
  'aicrm-insights': () => import('@aicrm/widgets/insights/define'),
  'aicrm-dashboard': () => import('@aicrm/widgets/dashboard/define'),
  'aicrm-record-list': () => import('@aicrm/widgets/record-list/define'),
};

/** Defines one of our elements. Rejects where its chunk does not come, or where there is no such element. */
export async function defineElement(tag: string): Promise<void> {
  const load = loaders[tag];
  if (load === undefined) throw new Error(`there is no element ${tag}`);
  await load();
}
