/** For hosts that bring their own look: the client without an element. Importing it has no effect. */
export { type Client, type ClientOptions, createClient } from '@aicrm/client/client';
export type * from '@aicrm/client/types';
