import type { RecordListMessages } from './record-list-messages.js';

export const recordList: RecordListMessages = {
  name: 'Records by score',
  record: 'Record',
  score: 'Score',
  byBand: 'Show by band',
  all: 'All',
  loading: 'Loading records…',
  soFar: (count) => `${count} so far…`,
  count: (records, scored) => `${records} records, ${scored} with a score`,
  noScore: 'no score',
  empty: 'No records of this kind are stored yet.',
  emptyHelp: 'They appear here after the next import.',
  noneInBand: (band) => `No record has the band “${band}”.`,
  keys: 'Arrow keys move, Enter chooses.',
};
