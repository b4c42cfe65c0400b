/**
 * What a host puts into its own style sheet, so that the layout does not shift when the element is defined. The badge
 * has this size in every state and language; an opened inline one takes as much as its reasons need.
 */
export const reserve = `aicrm-lead-score-badge { display: inline-block; inline-size: 10.75rem; block-size: 1.75rem; vertical-align: middle; }
aicrm-lead-score-badge[display='inline'] { display: block; inline-size: auto; block-size: auto; min-block-size: 1.75rem; }`;
