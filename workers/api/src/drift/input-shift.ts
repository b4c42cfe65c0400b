import { leastRecords } from '@aicrm/models/tabular/population';
import { featureShift } from '@aicrm/models/tabular/shift';
import { readFeature } from '@aicrm/runtime/features';
import type { InputShift } from '@aicrm/schema/drift';
import type { ModelMeta } from '@aicrm/schema/model';
import type { RecentRows } from './recent-rows.js';

type Feature = ModelMeta['features'][number];

/** Its distribution follows from the ages at which rows are taken, and says nothing of the records. */
const ageField = 'fields.createdAt';
const notCompared = 'Not compared: at what age a record is looked at is decided here and not by the records.';

const tooFewCampaigns = (campaigns: number): string =>
  `Not compared: all records of a campaign say the same, and the newest come from ${campaigns} campaigns; ${leastRecords} would be needed.`;

/** How far one input of the model has moved, with a sentence. `weight` is its share of what the model judges by. */
export function inputShift(
  { spec, profile }: Feature,
  { rows, records, campaigns }: RecentRows,
  trainingRows: number,
  weight: number,
): InputShift {
  const named = { id: spec.id, label: spec.label, weight };
  const silent = { ...named, psi: null, noise: null, level: 'unknown' as const };
  if (spec.from === ageField) return { ...silent, detail: notCompared };
  if (spec.from.startsWith('fields.campaign.') && campaigns < leastRecords)
    return { ...silent, detail: tooFewCampaigns(campaigns) };
  const values = rows.map(({ view, asOf }) => readFeature(spec, view, asOf));
  return featureShift({ spec, profile }, values, { trainingRows, records, weight });
}
