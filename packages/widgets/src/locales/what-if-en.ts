import type { WhatIfMessages } from './what-if-messages.js';

export const whatIf: WhatIfMessages = {
  name: 'What if',
  now: 'As it is',
  changed: 'With your changes',
  points: (points) => `${points} points`,
  same: 'no change',
  inputs: 'Inputs that can be changed',
  noInputs: 'This model has no input that people can change, so there is nothing to try.',
  isNow: (value) => `now ${value}`,
  exact: (label) => `${label}, exact value`,
  notKnown: 'not known',
  days: 'days',
  reset: 'Reset',
  showAll: (count) => `Show all ${count} inputs`,
  showFewer: 'Show fewer',
  reasonsNow: 'Reasons as it is',
  reasonsThen: (value) => `Reasons for ${value}`,
  ranges:
    'Sliders span what the model learned from, without the outer 5% on each side, and the value of this record. Choices are those it saw.',
  predicted: (outcome) => `Predicted: ${outcome}.`,
  caution: 'All else equal, as the model sees it. Not a promise.',
  nothingSent: 'Computed in this page; nothing is sent or stored.',
  empty: 'No record is chosen yet.',
  said: (before, after, band) => `From ${before} to ${after}, ${band}.`,
  saidReset: (value) => `As it is again: ${value}.`,
};
