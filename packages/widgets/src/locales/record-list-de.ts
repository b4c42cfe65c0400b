import type { RecordListMessages } from './record-list-messages.js';

export const recordList: RecordListMessages = {
  name: 'Datensätze nach Score',
  record: 'Datensatz',
  score: 'Score',
  byBand: 'Nach Stufe zeigen',
  all: 'Alle',
  loading: 'Datensätze werden geladen…',
  soFar: (count) => `${count} bisher…`,
  count: (records, scored) => `${records} Datensätze, ${scored} mit Score`,
  noScore: 'kein Score',
  empty: 'Datensätze dieser Art sind noch nicht gespeichert.',
  emptyHelp: 'Nach dem nächsten Import erscheinen sie hier.',
  noneInBand: (band) => `Kein Datensatz hat die Stufe „${band}“.`,
  keys: 'Pfeiltasten bewegen, Enter wählt.',
};
