import type { TokenRequest } from '@aicrm/schema/wire';
import type { EmbedChoice, EmbedHostId } from './embed-choice.js';

/** Hosts whose own page stands beside one record, so that their tokens are for that record. */
const besideOneRecord: readonly EmbedHostId[] = ['hubspot', 'pipedrive', 'zendesk', 'espocrm', 'salesforce'];

export const isWhole = ({ element }: EmbedChoice): boolean => element.records.length === 0;

/** Whether the element runs in a frame that the page around it sandboxes without an origin. */
export const isSandboxed = (choice: EmbedChoice): boolean =>
  choice.host === 'espocrm' || (choice.host === 'frame' && !isWhole(choice));

/** Why an element cannot stand in a host; null where it can. */
export function refusalOf(choice: EmbedChoice): string | null {
  if (!isWhole(choice)) return null;
  if (choice.host === 'espocrm')
    return 'An EspoCRM dashlet is sandboxed, and a sandboxed frame gets tokens of one record only; this element shows the whole business. Choose another element, or a frame in a page of your own.';
  if (besideOneRecord.includes(choice.host) || choice.host === 'odoo')
    return 'This host shows a panel beside one record, and this element shows the whole business. Choose another element, or a frame in a page of your own.';
  return null;
}

/**
 * What the host's server asks for: the origin is that of the page whose script calls the worker, so in a frame it is the
 * worker's own, and `null` where the frame is sandboxed, which the worker gives to tokens of one record only.
 */
export function tokenRequestOf(choice: EmbedChoice): TokenRequest {
  const { host, record, origin, worker } = choice;
  const one = isSandboxed(choice) || (besideOneRecord.includes(host) && !isWhole(choice));
  const origins = isSandboxed(choice)
    ? ['null']
    : host === 'frame' || besideOneRecord.includes(host)
      ? [worker]
      : [origin];
  // HubSpot's window shows what its own card opened and keeps nothing.
  const keeps = host !== 'hubspot';
  return {
    scopes: [one ? 'sync:record' : 'sync:all', 'models:read', ...(keeps ? (['events:write'] as const) : [])],
    ...(one ? { record } : {}),
    origins,
  };
}
