// The one place where this CRM touches AI-CRM's script beyond its element: the headless client, through the symbol
// under which the embed publishes it (packages/client/src/registry.ts). The page needs it to sort all leads by score.

export const model = 'lead-score';
export const recordId = (leadId) => `lead:club:${leadId}`;
export const contactId = (householdId) => `contact:club:${householdId}`;

const symbol = Symbol.for('aicrm.client');

/** Resolves with the page's client as soon as the embed script has made it. */
export function whenClient() {
  globalThis[symbol] ??= { client: undefined, waiting: [] };
  const slot = globalThis[symbol];
  return slot.client ? Promise.resolve(slot.client) : new Promise((resolve) => slot.waiting.push(resolve));
}
