import type { DealMessages } from './deal-messages.js';

export const deal: DealMessages = {
  name: 'Gewinnchance',
  outcome: (outcome) => `Wahrscheinlichkeit für: ${outcome}.`,
  facts: 'Diese Verkaufschance',
  expected: 'Erwarteter Wert',
  chanceOf: (chance, amount) => `${chance} von ${amount}`,
  noAmount: 'nicht bekannt',
  noAmountHelp: 'Die Verkaufschance hat keinen Betrag in der Währung der anderen.',
  inStage: (stage) => `In Phase ${stage}`,
  inNoStage: 'In ihrer Phase',
  stalled: 'Stockt',
  moving: 'In Bewegung',
  usual: (usual, long, deals) =>
    `Von ${deals} gewonnenen verließ die Hälfte diese Phase innerhalb von ${usual}, neun von zehn innerhalb von ${long}.`,
  line: (days, usual, long) =>
    `Bisher ${days}; die Hälfte der gewonnenen war nach ${usual} weiter, neun von zehn nach ${long}.`,
  halfLeft: 'Hälfte',
  nineInTenLeft: '9 von 10',
  tooFewWon: (deals, needed) =>
    `Zu wenige gewonnene, um zu sagen, was hier lange ist: ${deals} durchliefen diese Phase, ${needed} wären nötig.`,
  timeUnknown: 'Seit wann sie in dieser Phase ist, ist nicht bekannt.',
  closed: 'Die Verkaufschance ist abgeschlossen.',
  close: 'Geplanter Abschluss',
  closesIn: (days) => `in ${days}`,
  closedAgo: (days) => `seit ${days} überfällig`,
  closesToday: 'heute',
  factsFailed: 'Betrag und Phase dieser Verkaufschance können gerade nicht gezeigt werden.',
};
