export interface SearchedRequest {
  readonly url: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}
export interface Leak {
  readonly field: string;
  readonly value: string;
  readonly where: string;
}
export function findLeaks(entry: SearchedRequest, record: Readonly<Record<string, unknown>>): Leak[];
