import type { Mount } from '../crm/server.mjs';

export interface PortalOptions {
  readonly sampleDir: string;
  readonly api: string;
  readonly apiKey?: string | undefined;
  readonly shiftWeeks?: number;
  readonly members?: readonly string[];
}
export function portalMount(options: PortalOptions): Promise<Mount>;
