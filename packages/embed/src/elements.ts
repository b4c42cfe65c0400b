/** Every tag the script can define, with its chunk. A new element is one line here. */
export const elements: Readonly<Record<string, () => Promise<unknown>>> = {
  'aicrm-lead-score-badge': () => import('@aicrm/widgets/lead-score-badge/define'),
};
