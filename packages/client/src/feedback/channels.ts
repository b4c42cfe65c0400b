import type { Channel } from '@aicrm/models/text/channels';

export type { Channel };

const kinds: readonly (readonly [Channel, RegExp])[] = [
  ['email', /e-?mail|inbox|newsletter/],
  ['call', /call|phone|voice|transcript/],
  ['chat', /chat|messenger|whatsapp|sms|\bdm\b/],
  ['ticket', /ticket|case|support|helpdesk/],
  ['survey', /survey|nps|csat|form/],
];

/** How messages of a channel are read. A host's own names are read by the word in them; else as a review: all of it. */
export const kindOf = (channel: string): Channel =>
  kinds.find(([, words]) => words.test(channel.toLowerCase()))?.[0] ?? 'review';
