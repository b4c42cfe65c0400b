/** Words of the segments card; names, advice and sentences of the segments themselves are the tenant's. */
export interface SegmentsMessages {
  readonly name: string;
  readonly loading: string;
  readonly empty: string;
  readonly retry: string;
  readonly tooLittleTitle: string;
  readonly permissionTitle: string;
  readonly permissionHelp: string;
  readonly errorTitle: string;
  readonly errorHelp: string;
  readonly noClient: string;
  readonly notSegments: string;
  readonly noteOffline: string;
  readonly noteStale: string;
  readonly customers: (count: string) => string;
  readonly inSegments: (count: string) => string;
  readonly shareOfCustomers: string;
  readonly shareOfValue: string;
  readonly apart: string;
  readonly nothingApart: string;
  readonly advice: string;
  readonly valueIs: string;
  readonly dataOf: (when: string) => string;
}
