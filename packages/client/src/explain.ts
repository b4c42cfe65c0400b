/** The second chunk: loaded when the page is idle or a badge is opened, whichever comes first. */
export { counterfactuals, explain } from '@aicrm/runtime/explain';
