import type { DealMessages } from './deal-messages.js';

export const deal: DealMessages = {
  name: 'فرصة الفوز',
  outcome: (outcome) => `احتمال: ${outcome}.`,
  facts: 'هذه الصفقة',
  expected: 'القيمة المتوقعة',
  chanceOf: (chance, amount) => `${chance} من ${amount}`,
  noAmount: 'غير معروفة',
  noAmountHelp: 'لا مبلغ لهذه الصفقة بعملة سائر الصفقات.',
  inStage: (stage) => `في مرحلة ${stage}`,
  inNoStage: 'في مرحلتها',
  stalled: 'متعثّرة',
  moving: 'تتقدّم',
  usual: (usual, long, deals) =>
    `من الصفقات الرابحة (${deals}) غادر نصفها هذه المرحلة خلال ${usual}، وتسع من كل عشر خلال ${long}.`,
  line: (days, usual, long) =>
    `حتى الآن ${days}؛ غادر نصف الصفقات الرابحة خلال ${usual}، وتسع من كل عشر خلال ${long}.`,
  halfLeft: 'النصف',
  nineInTenLeft: '9 من 10',
  tooFewWon: (deals, needed) =>
    `الصفقات الرابحة أقل من أن تحدد المدة الطويلة هنا: مرّ منها بهذه المرحلة ${deals}، والمطلوب ${needed}.`,
  timeUnknown: 'لا يُعرف منذ متى دخلت الصفقة هذه المرحلة.',
  closed: 'الصفقة مغلقة.',
  close: 'الإغلاق المخطط',
  closesIn: (days) => `بعد ${days}`,
  closedAgo: (days) => `متأخر ${days}`,
  closesToday: 'اليوم',
  factsFailed: 'تعذّر عرض مبلغ هذه الصفقة ومرحلتها الآن.',
};
