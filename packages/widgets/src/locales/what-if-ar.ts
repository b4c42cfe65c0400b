import type { WhatIfMessages } from './what-if-messages.js';

export const whatIf: WhatIfMessages = {
  name: 'ماذا لو',
  now: 'كما هو',
  changed: 'مع تغييراتك',
  points: (points) => `${points} نقطة`,
  same: 'بلا تغيير',
  inputs: 'مُدخلات يمكن تغييرها',
  noInputs: 'ليس لهذا النموذج مُدخل يمكن للناس تغييره، فلا شيء للتجربة.',
  isNow: (value) => `الآن ${value}`,
  exact: (label) => `${label}، القيمة الدقيقة`,
  notKnown: 'غير معروف',
  days: 'يوم',
  reset: 'إعادة الضبط',
  showAll: (count) => `عرض كل المُدخلات (${count})`,
  showFewer: 'عرض أقل',
  reasonsNow: 'الأسباب كما هو',
  reasonsThen: (value) => `أسباب ${value}`,
  ranges:
    'تمتد المنزلقات على ما تعلّم منه النموذج دون أقصى 5% من كل طرف، وتشمل قيمة هذا السجل. والخيارات هي ما رآه.',
  predicted: (outcome) => `يُتوقَّع: ${outcome}.`,
  caution: 'مع ثبات كل ما عداه، بحسب النموذج. ليس وعدًا.',
  nothingSent: 'حُسب داخل هذه الصفحة؛ لا يُرسل شيء ولا يُحفظ.',
  empty: 'لم يُختر سجل بعد.',
  said: (before, after, band) => `من ${before} إلى ${after}، ${band}.`,
  saidReset: (value) => `كما هو من جديد: ${value}.`,
};
