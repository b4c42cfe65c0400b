import type { ForecastMessages } from './forecast-messages.js';

type Forms = readonly [one: string, two: string, few: string, many: string, other: string];
/** The forms that Arabic counts with: 1, 2, 3 to 10, 11 to 99, hundreds. */
const units: Readonly<Record<'day' | 'week' | 'month' | 'quarter' | 'year', Forms>> = {
  day: ['يوم واحد', 'يومان', 'أيام', 'يومًا', 'يوم'],
  week: ['أسبوع واحد', 'أسبوعان', 'أسابيع', 'أسبوعًا', 'أسبوع'],
  month: ['شهر واحد', 'شهران', 'أشهر', 'شهرًا', 'شهر'],
  quarter: ['ربع واحد', 'ربعان', 'أرباع', 'ربعًا', 'ربع'],
  year: ['سنة واحدة', 'سنتان', 'سنوات', 'سنة', 'سنة'],
};
const plural = new Intl.PluralRules('ar');
const number = new Intl.NumberFormat('ar');

export const forecast: ForecastMessages = {
  name: 'توقعات المبيعات',
  loading: 'يجري تحميل التوقعات…',
  empty: 'لا توقعات بعد.',
  retry: 'أعد المحاولة',
  tooLittleTitle: 'التاريخ أقصر من أن يُبنى عليه توقع',
  permissionTitle: 'لا يمكنك رؤية هذه التوقعات.',
  permissionHelp: 'سجّل الدخول من جديد، أو اطلب من المسؤول حق الوصول.',
  errorTitle: 'لا يمكن عرض التوقعات الآن.',
  errorHelp: 'لم يُفقد شيء. حاول بعد لحظات.',
  noClient: 'لم يُعدّ AI-CRM في هذه الصفحة: وسم النص البرمجي مع data-aicrm مفقود أو لم يُحمَّل.',
  notAForecast: 'سلّمت الصفحة شيئًا ليس توقعًا.',
  noteOffline: 'لا اتصال بالخدمة. هذه هي التوقعات المخزنة في هذا المتصفح.',
  noteStale: 'البيانات أقدم من المعتاد: لم يصل آخر تحديث.',
  noteCached: 'من البيانات المخزنة في هذا المتصفح؛ التحديث في الطريق.',

  grains: { day: 'باليوم', week: 'بالأسبوع', month: 'بالشهر', quarter: 'بالربع', year: 'بالسنة' },
  steps: (count, grain) => {
    const [one, two, few, many, other] = units[grain];
    const form = plural.select(count);
    if (form === 'one') return one;
    if (form === 'two') return two;
    return `${number.format(count)} ${form === 'few' ? few : form === 'many' ? many : other}`;
  },
  upTo: (last) => `التاريخ حتى ${last}`,
  level: 'المستوى',
  total: 'الإجمالي',
  levels: { region: 'المنطقة', product: 'المنتج', rep: 'مندوب المبيعات' },
  horizon: 'المدى',
  ahead: (steps) => `${steps} مقبلة`,
  lookBack: 'نظرة إلى الوراء',
  openDeals: 'الصفقات المفتوحة',

  range80: 'مجال 80٪',
  range95: 'مجال 95٪',
  rangeOf: (low, high) => `من ${low} إلى ${high} في 80٪ من الحالات`,
  sumAhead: (steps) => `المدى المقبل: ${steps}`,
  moreThanBefore: (share) => `أكثر بنسبة ${share} منه قبل عام`,
  lessThanBefore: (share) => `أقل بنسبة ${share} منه قبل عام`,
  asBefore: 'كما كان قبل عام',
  noYearBefore: 'مجموع القيم المتوقعة',
  underWay: (step) => `${step}، حتى الآن`,
  soFar: 'حتى الآن',
  leftOut: 'لم تنتهِ بعد، لذا لا تدخل في التوقع',

  chart: (label, from, to) => `${label}: التاريخ والتوقع، من ${from} إلى ${to}`,
  history: 'التاريخ',
  forecast: 'التوقع',
  lastYear: 'قبل عام',
  saidThen: 'التوقع في حينه',
  saidThenRange: 'مجال 80٪ في حينه',
  expectedDeals: 'المتوقع من الصفقات المفتوحة',
  expectedDealsRange: 'مجال 80٪ للصفقات المفتوحة',
  target: 'الهدف',
  targetIn: (step) => `الهدف، ${step}`,

  targets: 'الأهداف',
  chance: (chance) => `احتمال ${chance}`,
  reached: 'تحقق',
  missed: 'لم يتحقق',

  sure: 'ما مدى ثقتنا؟',
  verdicts: {
    better: 'أفضل من تكرار العام الماضي',
    'no-better': 'ليس أفضل من تكرار العام الماضي، بقدر ما يُظهره التاريخ',
    'not-judged': 'لم يُختبر بعد',
  },
  noBetterHelp:
    'عند النظر إلى الوراء لم يتفوق التوقع بوضوح على أرقام العام الماضي. رُسم الاثنان: خطّط بهما معًا.',
  notJudgedHelp:
    'التاريخ أقصر من أن ننظر إلى الوراء مرات كافية، فلا شيء يبيّن بعد هل هذا أفضل من أرقام العام الماضي. خذه تقديرًا أوليًا.',
  ratio: (looks, share, low, high) =>
    `في ${looks} نظرات إلى الوراء كان خطؤه ${share} من خطأ تكرار العام الماضي (مجال 95٪ من ${low} إلى ${high}).`,
  coverage: (of80, of95) => `احتوى مجال 80٪ ما حدث في ${of80} من الحالات، ومجال 95٪ في ${of95}.`,
  coverageWords: {
    'as-promised': 'تقريبًا كما تَعِد.',
    'too-narrow': 'أقل مما تَعِد: توقّع مفاجآت أكبر مما تُظهره المجالات.',
    'too-wide': 'أكثر مما تَعِد: المجالات واسعة نوعًا ما.',
  },
  each: { day: 'في اليوم', week: 'في الأسبوع', month: 'في الشهر', quarter: 'في الربع', year: 'في السنة' },
  meanError: (amount, each, steps) => `أخطأ في المتوسط بمقدار ${amount} ${each}، حتى مدى ${steps}.`,
  reach: (first, firstStep, last, lastStep) =>
    `مجال 80٪ هو ±${first} من القيمة المتوقعة في ${firstStep} و±${last} في ${lastStep}.`,
  deals: (count) => `الصفقات المفتوحة: ${count}`,
  dealsHelp: 'ما يُنتظر أن تجلبه الصفقات المفتوحة اليوم. تنقصها صفقات لم تُفتح بعد، لذا تقصر الأعمدة اللاحقة.',
  countedAsZero: (steps) => `حُسبت ${steps} بلا مبيعات على أنها 0.`,
  filled: (steps) => `مُلئت ${steps} بلا قيمة من جاراتها.`,
  levelHelp: {
    apart: 'يُتوقع كل مستوى من تاريخه الخاص، فلا يلزم أن تجمع الأجزاء إلى الإجمالي.',
    'add-up': 'يُتوقع كل مستوى من تاريخه الخاص ثم يُعدَّل، بحيث يساوي مجموع الأجزاء الإجمالي.',
  },
  goesOn: 'يواصل ما فعله التاريخ؛ ولا يعرف شيئًا عن الأسعار أو الحملات أو المنافسين.',
  dataOf: (when) => `حُسبت من بيانات ${when}`,
  computed: 'رُسمت في هذه الصفحة من ملف النموذج',
};
