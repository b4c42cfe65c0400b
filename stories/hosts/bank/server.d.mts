import type { Mount } from '../crm/server.mjs';

export interface BankOptions {
  readonly sampleDir: string;
  readonly api: string;
  readonly apiKey?: string | undefined;
}
export function bankMount(options: BankOptions): Promise<Mount>;
