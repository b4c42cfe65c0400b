import type { ForecastMessages } from './forecast-messages.js';

const units = {
  day: ['Tag', 'Tage'],
  week: ['Woche', 'Wochen'],
  month: ['Monat', 'Monate'],
  quarter: ['Quartal', 'Quartale'],
  year: ['Jahr', 'Jahre'],
} as const;
const many = new Intl.NumberFormat('de');

export const forecast: ForecastMessages = {
  name: 'Umsatzprognose',
  loading: 'Prognose wird geladen…',
  empty: 'Es gibt noch keine Prognose.',
  retry: 'Erneut versuchen',
  tooLittleTitle: 'Zu wenig Verlauf für eine Prognose',
  permissionTitle: 'Sie können diese Prognose nicht sehen.',
  permissionHelp: 'Melden Sie sich erneut an oder bitten Sie Ihre Administration um Zugriff.',
  errorTitle: 'Die Prognose kann gerade nicht gezeigt werden.',
  errorHelp: 'Es ist nichts verloren. Versuchen Sie es gleich noch einmal.',
  noClient:
    'AI-CRM ist auf dieser Seite nicht eingerichtet: Das Script-Tag mit data-aicrm fehlt oder wurde nicht geladen.',
  notAForecast: 'Die Seite hat etwas übergeben, das keine Prognose ist.',
  noteOffline: 'Keine Verbindung zum Dienst. Dies ist die in diesem Browser gespeicherte Prognose.',
  noteStale: 'Die Daten sind älter als üblich: Die letzte Aktualisierung kam nicht an.',
  noteCached: 'Aus den in diesem Browser gespeicherten Daten; eine Aktualisierung ist unterwegs.',

  grains: {
    day: 'Nach Tag',
    week: 'Nach Woche',
    month: 'Nach Monat',
    quarter: 'Nach Quartal',
    year: 'Nach Jahr',
  },
  steps: (count, grain) => `${many.format(count)} ${units[grain][count === 1 ? 0 : 1]}`,
  upTo: (last) => `Verlauf bis ${last}`,
  level: 'Ebene',
  total: 'Gesamt',
  levels: { region: 'Region', product: 'Produkt', rep: 'Vertrieb' },
  horizon: 'Voraus',
  ahead: (steps) => `${steps} voraus`,
  lookBack: 'Rückblick',
  openDeals: 'Offene Deals',

  range80: '80-%-Bereich',
  range95: '95-%-Bereich',
  rangeOf: (low, high) => `${low} bis ${high} in 80 % der Fälle`,
  sumAhead: (steps) => `Nächste ${steps}`,
  moreThanBefore: (share) => `${share} mehr als ein Jahr davor`,
  lessThanBefore: (share) => `${share} weniger als ein Jahr davor`,
  asBefore: 'so viel wie ein Jahr davor',
  noYearBefore: 'Summe der erwarteten Werte',
  underWay: (step) => `${step}, bisher`,
  soFar: 'Bisher',
  leftOut: 'noch nicht zu Ende, daher nicht in der Prognose',

  chart: (label, from, to) => `${label}: Verlauf und Prognose, ${from} bis ${to}`,
  history: 'Verlauf',
  forecast: 'Prognose',
  lastYear: 'Ein Jahr davor',
  saidThen: 'Damalige Prognose',
  saidThenRange: 'Damaliger 80-%-Bereich',
  expectedDeals: 'Aus offenen Deals erwartet',
  expectedDealsRange: '80-%-Bereich der offenen Deals',
  target: 'Ziel',
  targetIn: (step) => `Ziel, ${step}`,

  targets: 'Ziele',
  chance: (chance) => `zu ${chance} wahrscheinlich`,
  reached: 'erreicht',
  missed: 'verfehlt',

  sure: 'Wie sicher ist das?',
  verdicts: {
    better: 'Besser, als das Vorjahr zu wiederholen',
    'no-better': 'Soweit der Verlauf zeigt: nicht besser, als das Vorjahr zu wiederholen',
    'not-judged': 'Noch nicht geprüft',
  },
  noBetterHelp:
    'In den Rückblicken war die Prognose nicht deutlich besser als die Zahlen des Vorjahres. Beide sind eingezeichnet: Planen Sie mit beiden.',
  notJudgedHelp:
    'Der Verlauf ist zu kurz für genügend Rückblicke. Nichts zeigt bisher, ob dies besser ist als die Zahlen des Vorjahres: eine erste Schätzung.',
  ratio: (looks, share, low, high) =>
    `In ${looks} Rückblicken betrug der Fehler ${share} des Fehlers, den die Zahlen des Vorjahres gemacht hätten (95-%-Intervall ${low} bis ${high}).`,
  coverage: (of80, of95) => `Im 80-%-Bereich lag, was kam, in ${of80} der Fälle, im 95-%-Bereich in ${of95}.`,
  coverageWords: {
    'as-promised': 'Etwa so oft wie versprochen.',
    'too-narrow': 'Seltener als versprochen: Rechnen Sie mit größeren Überraschungen.',
    'too-wide': 'Öfter als versprochen: Die Bereiche sind eher weit.',
  },
  each: { day: 'je Tag', week: 'je Woche', month: 'je Monat', quarter: 'je Quartal', year: 'je Jahr' },
  meanError: (amount, each, steps) =>
    `Im Mittel lag sie ${each} um ${amount} daneben (bis zu ${steps} voraus).`,
  reach: (first, firstStep, last, lastStep) =>
    `Der 80-%-Bereich beträgt ±${first} des erwarteten Werts im Zeitraum ${firstStep} und ±${last} im Zeitraum ${lastStep}.`,
  deals: (count) => `Offene Deals: ${count}`,
  dealsHelp:
    'Was die heute offenen Deals voraussichtlich bringen. Noch nicht eröffnete fehlen, daher werden spätere Balken kleiner.',
  countedAsZero: (steps) => `${steps} ohne Umsatz zählten als 0.`,
  filled: (steps) => `${steps} ohne Wert wurden aus den Nachbarn ergänzt.`,
  levelHelp: {
    apart:
      'Jede Ebene wird aus ihrem eigenen Verlauf vorhergesagt; Teile müssen sich nicht zur Summe ergänzen.',
    'add-up':
      'Jede Ebene wird aus ihrem eigenen Verlauf vorhergesagt und dann abgeglichen, damit die Teile zusammen die Summe ergeben.',
  },
  goesOn: 'Sie setzt den Verlauf fort und weiß nichts von Preisen, Kampagnen oder Mitbewerbern.',
  dataOf: (when) => `Berechnet aus Daten vom ${when}`,
  computed: 'In dieser Seite aus der Modelldatei gezeichnet',
};
