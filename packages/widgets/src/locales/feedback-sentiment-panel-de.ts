import type { FeedbackWords } from './feedback-sentiment-panel-words.js';

const spans = { '28': '4 Wochen', '91': '3 Monaten', '364': '12 Monaten' } as const;

export const words: FeedbackWords = {
  title: 'Rückmeldungen',
  tones: { negative: 'Negativ', neutral: 'Neutral', positive: 'Positiv' },
  notScored: 'Nicht bewertet',
  channels: {
    email: 'E-Mail',
    chat: 'Chat',
    call: 'Anruf',
    review: 'Rezension',
    ticket: 'Ticket',
    survey: 'Umfrage',
  },
  aspects: {
    delivery: 'Lieferung',
    price: 'Preis',
    billing: 'Rechnung und Zahlung',
    support: 'Kundenservice',
    quality: 'Qualität',
    usability: 'Bedienbarkeit',
    reliability: 'Zuverlässigkeit',
    selection: 'Sortiment',
    food: 'Essen und Trinken',
    place: 'Ort und Atmosphäre',
    contract: 'Vertrag und Konto',
  },
  messages: (count, shown) => (count === 1 ? '1 Nachricht' : `${shown} Nachrichten`),
  fromTo: (from, to) => `${from} bis ${to}`,

  loading: 'Nachrichten werden geladen…',
  reading: (read, all) => `${read} von ${all} gelesen`,
  nothingAsked: 'Es wurden noch keine Nachrichten angefragt.',
  noMessages: 'Noch keine Nachrichten.',
  noMessagesHelp: 'Sobald Kunden schreiben, steht hier, wie zufrieden sie sind und womit.',
  noneMatch: 'Keine Nachricht passt zu diesen Filtern.',
  resetFilters: 'Alle Nachrichten zeigen',
  permissionTitle: 'Sie können diese Nachrichten nicht sehen.',
  permissionHelp: 'Melden Sie sich neu an, oder bitten Sie Ihre Administration um Zugriff.',
  errorTitle: 'Die Nachrichten können gerade nicht gezeigt werden.',
  errorHelp: 'Nichts ist verloren. Versuchen Sie es gleich noch einmal.',
  modelTitle: 'Die Nachrichten können gerade nicht gelesen werden.',
  modelHelp:
    'Die Datei, die den Ton erkennt, wurde nicht geladen. Die Nachrichten selbst sind nicht betroffen.',
  notMessages:
    'Die Seite hat etwas übergeben, das keine Liste von Nachrichten ist. Die Eigenschaft messages erwartet ein Array von Objekten mit einem text.',
  noClient:
    'AI-CRM ist in dieser Seite nicht eingerichtet: Das Skript mit data-aicrm fehlt oder wurde nicht geladen.',
  tooOld: 'Das AI-CRM-Skript dieser Seite ist zu alt für diese Ansicht.',
  retry: 'Noch einmal versuchen',
  noteOffline: 'Keine Verbindung zum Dienst. Gelesen wird, was in diesem Browser gespeichert ist.',
  noteStale: 'Die Nachrichten sind älter als sonst: Die letzte Aktualisierung kam nicht an.',

  window: (span, current) => (current ? `den letzten ${spans[span]}` : `den jüngsten ${spans[span]}`),
  headline: (share, window, change) => {
    const all =
      window === null
        ? `${share} der Nachrichten sind negativ`
        : `In ${window} sind ${share} der Nachrichten negativ`;
    if (change.kind === 'more') return `${all}, ${change.points} Punkte mehr als davor.`;
    if (change.kind === 'fewer') return `${all}, ${change.points} Punkte weniger als davor.`;
    return change.kind === 'same' ? `${all}, ohne klare Veränderung.` : `${all}.`;
  },
  within: (label) => `„${label}“`,
  complain: (aspects) => `Am häufigsten beklagt: ${aspects}.`,
  praise: (aspects) => `Gelobt: ${aspects}.`,
  and: (one, other) => `${one} und ${other}`,
  tooFewHeadline: (scored) =>
    `Zu wenig für eine Aussage: ${scored} bewertete Nachrichten; zehn würden für einen Anteil reichen.`,
  interval: (low, high, of) => `Mit 95 % Sicherheit zwischen ${low} und ${high}, aus ${of} Nachrichten.`,
  nps: 'NPS',
  npsOf: (low, high, of) => `${low} bis ${high}, ${of} Antworten`,
  satisfied: 'Zufrieden',
  satisfiedOf: (stars, of) => `im Mittel ${stars} Sterne, ${of} Bewertungen`,

  filters: 'Filter',
  channel: 'Kanal',
  allChannels: 'Alle Kanäle',
  period: 'Zeitraum',
  since: { all: 'Gesamte Zeit', '28': 'Letzte 4 Wochen', '91': 'Letzte 3 Monate', '364': 'Letzte 12 Monate' },
  search: 'Nachrichten durchsuchen',
  tone: 'Ton',
  allTones: 'Alle',
  remove: (filter) => `Filter entfernen: ${filter}`,

  course: 'Ton im Lauf der Zeit',
  courseOf: (aspect) => `Ton im Lauf der Zeit: ${aspect}`,
  courseLabel: 'Anteil negativer, neutraler und positiver Nachrichten je Zeitraum',
  tooFew: 'zu wenig für eine Aussage',
  open: 'noch nicht vorbei',
  countOf: (share, count) => `${share} (${count})`,
  negativeRange: 'Negativ, 95 %',
  rangeTo: (low, high) => `${low} bis ${high}`,
  scoredCount: 'Bewertet',

  about: 'Worum es geht',
  by: { aspect: 'Themen', channel: 'Kanäle', intent: 'Anliegen' },
  heads: { mentions: 'Genannt in', share: 'Anteil', tone: 'Ton', change: 'Wandel' },
  negativeShare: (share) => `${share} negativ`,
  rising: (points) => `${points} Punkte negativer`,
  falling: (points) => `${points} Punkte weniger negativ`,
  noChange: 'keine klare Veränderung',
  changeNote: (window) =>
    `Wandel: negativer Anteil in ${window} gegen dieselbe Zeit davor, in Punkten; ein Strich, wo es Zufall sein kann.`,
  noAspects: 'Keine Nachricht nennt eines der bekannten Themen.',
  noIntents: 'Keine Nachricht enthält ein Anliegen, das das Modell kennt.',
  readIntents: 'Herausfinden, worum gebeten wird',
  intentsNote: (megabytes) =>
    `Lädt einmal ein zweites Modell (${megabytes} MB). Die Nachrichten bleiben in dieser Seite.`,
  readingIntents: (read, all) => `Anliegen gelesen: ${read} von ${all}`,
  intentsFailed: 'Das Modell der Anliegen konnte nicht geladen werden.',
  showAllRows: (count) => `Alle ${count} zeigen`,
  showFewerRows: 'Weniger zeigen',

  verbatims: 'Nachrichten',
  list: 'Nachrichten, die neuesten zuerst',
  showAll: 'Ganz zeigen',
  showLess: 'Weniger zeigen',
  sure: (share) => `${share} sicher`,
  speaksFor: (tone) => `spricht für ${tone.toLowerCase()}`,
  speaksAgainst: (tone) => `spricht gegen ${tone.toLowerCase()}`,
  evidenceKey: 'Unterstrichene Wörter gaben den Ausschlag; gepunktete sprachen dagegen.',
  correct: 'Ton berichtigen',
  correctTitle: 'Welcher Ton ist richtig?',
  cancel: 'Abbrechen',
  corrected: (said) => `Von einem Menschen gesetzt; das Modell sagte: ${said}.`,
  undo: 'Rückgängig',
  correctionKept:
    'Gespeichert. Es geht nur dann in das nächste Training ein, wenn Ihre Organisation das erlaubt.',
  correctionHanded: 'An diese Seite übergeben; sie entscheidet, ob es gespeichert wird.',
  correctionNotKept:
    'Konnte in diesem Browser nicht gespeichert werden und gilt, bis die Seite geschlossen wird.',
  why: {
    empty: 'enthält keine Wörter',
    'no-own-words': 'nur ein Zitat oder eine Signatur',
    'unknown-language': 'die Sprache ist nicht zu erkennen',
    'unsupported-language': 'in einer Sprache geschrieben, die das Modell nicht gelernt hat',
  },
  whyLanguage: (language) => `Sprache ist ${language}, die das Modell nicht gelernt hat`,
  stars: (rating) => `${rating} von 5 Sternen`,
  score: (rating) => `${rating} von 10`,
  noDate: 'ohne Datum',
  wordsMissing: 'kein Text',

  tryTitle: 'Einen Text ausprobieren',
  tryHelp: 'Er wird beim Tippen in dieser Seite gelesen. Nichts wird gesendet.',
  tryLabel: 'Zu lesender Text',
  tryPlaceholder: 'Eine englische Nachricht tippen oder einfügen',
  tryChannel: 'Lesen als',
  tryExample: 'Beispiel einsetzen',
  example:
    'The sofa itself is beautiful and feels very comfortable, but the delivery was three weeks late and nobody answered my calls.',
  howRead: 'So wurde er gelesen',
  clauses: 'Themen, Satz für Satz',
  language: 'Sprache',
  intent: 'Anliegen',
  noScope: (nearest) => `keines, das das Modell kennt (am nächsten: ${nearest})`,
  loadIntent: (megabytes) => `Modell der Anliegen laden (${megabytes} MB)`,
  loadingModel: 'Modell wird geladen…',
  quoted: '[Zitat oder Signatur, nicht gelesen]',
  notRead: 'nicht gelesen: Zitat, Signatur oder eigene Worte',

  unscored: (_, shown, kinds) => `${shown} nicht bewertet (${kinds})`,
  otherReasons: 'andere Gründe',
  counted: (count, shown) => (count === 1 ? '1 bewertet' : `${shown} bewertet`),
  correctedCount: (count, shown) =>
    count === 1 ? '1 von einem Menschen berichtigt' : `${shown} von Menschen berichtigt`,
  dataOf: (when) => `Daten vom ${when}`,
  computed: 'In dieser Seite gelesen',
};
