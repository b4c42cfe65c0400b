import type { WhatIfMessages } from './what-if-messages.js';

export const whatIf: WhatIfMessages = {
  name: 'Was wäre, wenn',
  now: 'Wie es ist',
  changed: 'Mit Ihren Änderungen',
  points: (points) => `${points} Punkte`,
  same: 'keine Änderung',
  inputs: 'Merkmale, die sich ändern lassen',
  noInputs: 'Dieses Modell hat kein Merkmal, das Menschen ändern können. Es gibt nichts zu probieren.',
  isNow: (value) => `jetzt ${value}`,
  exact: (label) => `${label}, genauer Wert`,
  notKnown: 'nicht bekannt',
  days: 'Tage',
  reset: 'Zurücksetzen',
  showAll: (count) => `Alle ${count} Merkmale zeigen`,
  showFewer: 'Weniger zeigen',
  reasonsNow: 'Gründe, wie es ist',
  reasonsThen: (value) => `Gründe für ${value}`,
  ranges:
    'Regler reichen über das, woraus das Modell gelernt hat, ohne die äußeren 5 % auf jeder Seite, und über den Wert dieses Datensatzes. Zur Wahl steht, was es gesehen hat.',
  predicted: (outcome) => `Vorhergesagt wird: ${outcome}.`,
  caution: 'Alles andere gleich, aus Sicht des Modells. Kein Versprechen.',
  nothingSent: 'Auf dieser Seite berechnet; nichts wird gesendet oder gespeichert.',
  empty: 'Noch ist kein Datensatz gewählt.',
  said: (before, after, band) => `Von ${before} auf ${after}, ${band}.`,
  saidReset: (value) => `Wieder wie es ist: ${value}.`,
};
