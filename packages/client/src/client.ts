import type { Client, ClientOptions } from './types.js';

export type * from './types.js';

export declare function createClient(options: ClientOptions): Client;
