import type { ForecastMessages } from './forecast-messages.js';

const units = { day: 'day', week: 'week', month: 'month', quarter: 'quarter', year: 'year' } as const;
const many = new Intl.NumberFormat('en');

export const forecast: ForecastMessages = {
  name: 'Sales forecast',
  loading: 'Loading the forecast…',
  empty: 'There is no forecast yet.',
  retry: 'Try again',
  tooLittleTitle: 'Too little history for a forecast',
  permissionTitle: 'You cannot see this forecast.',
  permissionHelp: 'Sign in again, or ask your administrator for access.',
  errorTitle: 'The forecast cannot be shown right now.',
  errorHelp: 'Nothing is lost. Try again in a moment.',
  noClient: 'AI-CRM is not set up in this page: its script tag with data-aicrm is missing, or did not load.',
  notAForecast: 'The page handed over something that is not a forecast.',
  noteOffline: 'No connection to the service. This is the forecast stored in this browser.',
  noteStale: 'The data is older than usual: the last update did not come through.',
  noteCached: 'From the data stored in this browser; an update is on its way.',

  grains: { day: 'By day', week: 'By week', month: 'By month', quarter: 'By quarter', year: 'By year' },
  steps: (count, grain) => `${many.format(count)} ${units[grain]}${count === 1 ? '' : 's'}`,
  upTo: (last) => `history to ${last}`,
  level: 'Level',
  total: 'Total',
  levels: { region: 'Region', product: 'Product', rep: 'Sales rep' },
  horizon: 'Ahead',
  ahead: (steps) => `${steps} ahead`,
  lookBack: 'Look back',
  openDeals: 'Open deals',

  range80: '80% range',
  range95: '95% range',
  rangeOf: (low, high) => `${low} to ${high} in 80% of cases`,
  sumAhead: (steps) => `Next ${steps}`,
  moreThanBefore: (share) => `${share} more than a year before`,
  lessThanBefore: (share) => `${share} less than a year before`,
  asBefore: 'as much as a year before',
  noYearBefore: 'sum of the expected values',
  underWay: (step) => `${step}, so far`,
  soFar: 'So far',
  leftOut: 'not over yet, so the forecast leaves it out',

  chart: (label, from, to) => `${label}: history and forecast, ${from} to ${to}`,
  history: 'History',
  forecast: 'Forecast',
  lastYear: 'A year before',
  saidThen: 'Forecast at the time',
  saidThenRange: '80% range at the time',
  expectedDeals: 'Expected from open deals',
  expectedDealsRange: '80% range of open deals',
  target: 'Target',
  targetIn: (step) => `Target, ${step}`,

  targets: 'Targets',
  chance: (chance) => `${chance} likely`,
  reached: 'reached',
  missed: 'missed',

  sure: 'How sure are we?',
  verdicts: {
    better: 'Better than repeating last year',
    'no-better': 'No better than repeating last year, as far as the history shows',
    'not-judged': 'Not tested yet',
  },
  noBetterHelp:
    'Looking back, the forecast did not clearly beat last year’s numbers. Both are drawn: plan with both.',
  notJudgedHelp:
    'The history is too short to look back often enough, so nothing shows yet whether this beats last year’s numbers. Take it as a first guess.',
  ratio: (looks, share, low, high) =>
    `In ${looks} look-backs, its error was ${share} of the error of repeating last year (95% interval ${low} to ${high}).`,
  coverage: (of80, of95) => `The 80% range held what came in ${of80} of cases, the 95% range in ${of95}.`,
  coverageWords: {
    'as-promised': 'About as often as they promise.',
    'too-narrow': 'Less often than they promise: expect larger surprises than the ranges show.',
    'too-wide': 'More often than they promise: the ranges are rather wide.',
  },
  each: { day: 'a day', week: 'a week', month: 'a month', quarter: 'a quarter', year: 'a year' },
  meanError: (amount, each, steps) => `On average it missed by ${amount} ${each}, up to ${steps} ahead.`,
  reach: (first, firstStep, last, lastStep) =>
    `The 80% range is ±${first} of the expected value in ${firstStep} and ±${last} in ${lastStep}.`,
  deals: (count) => `Open deals: ${count}`,
  dealsHelp:
    'What today’s open deals are expected to bring. Deals that are not open yet are missing, so later bars must shrink.',
  countedAsZero: (steps) => `${steps} without sales were counted as 0.`,
  filled: (steps) => `${steps} without a value were filled from their neighbours.`,
  levelHelp: {
    apart: 'Each level is forecast from its own history, so parts need not add up to the total.',
    'add-up':
      'Each level is forecast from its own history and then adjusted, so that the parts add up to the total.',
  },
  goesOn: 'It goes on with what the history did; it knows nothing of prices, campaigns or competitors.',
  dataOf: (when) => `Computed from data of ${when}`,
  computed: 'Drawn in this page from the model file',
};
