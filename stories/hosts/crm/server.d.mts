import type { IncomingMessage, ServerResponse } from 'node:http';

/** A path, what answers it, and its methods (GET where none are named). */
export type Route = readonly [
  pattern: RegExp,
  handle: (request: IncomingMessage, response: ServerResponse, match: RegExpExecArray) => unknown,
  methods?: readonly string[],
];
/** Routes of another customer in the same process; `origins` are those the pages are served from. */
export type Mount = (site: { readonly origins: readonly string[] }) => readonly Route[];

export interface CrmOptions {
  readonly port?: number;
  readonly sampleDir: string;
  readonly api: string;
  readonly apiKey?: string | undefined;
  readonly embedDir?: string | undefined;
  readonly shiftWeeks?: number;
  readonly mounts?: readonly Mount[];
}
export interface Crm {
  readonly url: string;
  readonly port: number;
  readonly close: () => Promise<void>;
}
export function start(options: CrmOptions): Promise<Crm>;
