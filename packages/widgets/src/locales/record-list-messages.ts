/** Words of `<aicrm-record-list>`; bands and states are worded as in every badge. */
export interface RecordListMessages {
  readonly name: string;
  readonly record: string;
  readonly score: string;
  readonly byBand: string;
  readonly all: string;
  readonly loading: string;
  readonly soFar: (count: string) => string;
  /** Records in the list, and how many of them have a score. */
  readonly count: (records: string, scored: string) => string;
  readonly noScore: string;
  readonly empty: string;
  readonly emptyHelp: string;
  readonly noneInBand: (band: string) => string;
  readonly keys: string;
}
