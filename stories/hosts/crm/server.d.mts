export interface CrmOptions {
  readonly port?: number;
  readonly sampleDir: string;
  readonly api: string;
  readonly apiKey?: string | undefined;
  readonly embedDir?: string | undefined;
  readonly shiftWeeks?: number;
}
export interface Crm {
  readonly url: string;
  readonly port: number;
  readonly close: () => Promise<void>;
}
export function start(options: CrmOptions): Promise<Crm>;
