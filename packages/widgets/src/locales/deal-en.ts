import type { DealMessages } from './deal-messages.js';

export const deal: DealMessages = {
  name: 'Win chance',
  outcome: (outcome) => `Chance that this deal ${outcome}.`,
  facts: 'This deal',
  expected: 'Expected value',
  chanceOf: (chance, amount) => `${chance} of ${amount}`,
  noAmount: 'not known',
  noAmountHelp: 'The deal has no amount in the currency of the others.',
  inStage: (stage) => `In stage ${stage}`,
  inNoStage: 'In its stage',
  stalled: 'Stalled',
  moving: 'In motion',
  usual: (usual, long, deals) =>
    `Of ${deals} won deals, half left this stage within ${usual}, nine in ten within ${long}.`,
  line: (days, usual, long) =>
    `${days} so far; half of the won deals had left by ${usual}, nine in ten by ${long}.`,
  halfLeft: 'half',
  nineInTenLeft: '9 in 10',
  tooFewWon: (deals, needed) =>
    `Too few won deals to say what is long here: ${deals} passed this stage, ${needed} are needed.`,
  timeUnknown: 'It is not known since when the deal is in this stage.',
  closed: 'The deal is closed.',
  close: 'Planned close',
  closesIn: (days) => `in ${days}`,
  closedAgo: (days) => `${days} overdue`,
  closesToday: 'today',
  factsFailed: 'Amount and stage of this deal cannot be shown right now.',
};
