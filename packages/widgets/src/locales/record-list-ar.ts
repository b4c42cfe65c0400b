import type { RecordListMessages } from './record-list-messages.js';

export const recordList: RecordListMessages = {
  name: 'السجلات حسب التقييم',
  record: 'السجل',
  score: 'التقييم',
  byBand: 'العرض حسب الفئة',
  all: 'الكل',
  loading: 'جارٍ تحميل السجلات…',
  soFar: (count) => `${count} حتى الآن…`,
  count: (records, scored) => `السجلات: ${records}، ولها تقييم: ${scored}`,
  noScore: 'بلا تقييم',
  empty: 'لا سجلات محفوظة من هذا النوع بعد.',
  emptyHelp: 'تظهر هنا بعد الاستيراد التالي.',
  noneInBand: (band) => `لا سجل في الفئة «${band}».`,
  keys: 'الأسهم للتنقل، وEnter للاختيار.',
};
