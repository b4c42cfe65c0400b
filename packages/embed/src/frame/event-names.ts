import type { AicrmEvents } from '@aicrm/widgets/events';

const all = {
  'aicrm-open': true,
  'aicrm-close': true,
  'aicrm-action': true,
  'aicrm-correct': true,
  'aicrm-forecast-view': true,
  'aicrm-what-if': true,
  'aicrm-select': true,
  'aicrm-segment': true,
  'aicrm-dashboard-view': true,
  'aicrm-insight': true,
  'aicrm-offer': true,
  'aicrm-offer-consent': true,
} as const;
/** The type fails where an event of our elements is missing above, and a frame would swallow it. */
const complete: Record<keyof AicrmEvents, true> = all;

/** Every event of our elements. */
export const eventNames: readonly string[] = Object.keys(complete);
