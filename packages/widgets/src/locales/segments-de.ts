import type { SegmentsMessages } from './segments-messages.js';

export const segments: SegmentsMessages = {
  name: 'Kundensegmente',
  loading: 'Segmente werden geladen…',
  empty: 'Es gibt noch keine Segmente.',
  retry: 'Erneut versuchen',
  tooLittleTitle: 'Zu wenige Kunden für Segmente',
  permissionTitle: 'Sie können diese Segmente nicht sehen.',
  permissionHelp: 'Melden Sie sich erneut an oder bitten Sie Ihre Administration um Zugriff.',
  errorTitle: 'Die Segmente können gerade nicht gezeigt werden.',
  errorHelp: 'Es ist nichts verloren. Versuchen Sie es gleich noch einmal.',
  noClient:
    'AI-CRM ist auf dieser Seite nicht eingerichtet: Das Script-Tag mit data-aicrm fehlt oder wurde nicht geladen.',
  notSegments: 'Die Seite hat etwas übergeben, das keine Datei mit Segmenten ist.',
  noteOffline: 'Keine Verbindung zum Dienst. Dies sind die in diesem Browser gespeicherten Segmente.',
  noteStale: 'Die Daten sind älter als üblich: Die letzte Aktualisierung kam nicht an.',
  customers: (count) => `Kunden: ${count}`,
  inSegments: (count) => `Segmente: ${count}`,
  shareOfCustomers: 'Kunden',
  shareOfValue: 'Wert',
  apart: 'Was sie unterscheidet',
  nothingApart: 'Nichts unterscheidet dieses Segment über den Zufall hinaus.',
  advice: 'Was hilft',
  valueIs:
    'Wert ist, was die Kunden des Segments gekauft haben; Anteile sind solche an allen Kunden und an allen Käufen.',
  dataOf: (when) => `Berechnet aus Daten vom ${when}`,
};
