import type { Recipe } from '@aicrm/models/tabular/train';

/** What a table is trained as where only the gate's answer is asked for. */
export const recipeFor = (outcome: string, horizonDays: number): Recipe => ({
  name: 'evaluated',
  recordType: 'lead',
  outcome,
  horizonDays,
  now: Date.UTC(2018, 0, 1),
  seed: 1,
  dataLicence: 'public data, used to judge only',
  synthetic: false,
});
