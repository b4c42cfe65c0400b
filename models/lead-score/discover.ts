import type { FeatureSpec } from '@aicrm/schema/model';
import type { RecordView, Scalar } from '@aicrm/schema/view';
import type { LeftOut } from '../tabular/table.js';
import { isPersonalValue, wordsOf } from './personal.js';

/** Levels seen in fewer rows can name a person, so they never enter an artefact; see the shared recipe. */
const leastPerLevel = 10;
/** Above this many levels a field is a text rather than a category, unless its frequent levels cover most rows. */
const mostLevels = 50;
/** A value longer than this on average is prose. */
const longestLevel = 60;

const sensitiveWords =
  /\b(age|born|birth|birthday|gender|sex|marital|married|spouse|household|kids?|child|children|family|income|salary|wage|wealth|credit|debt|religion|ethnic|ethnicity|race|nationality|citizenship|disab\w*|health|medical|political|union|orientation|home ownership)\b/;
const changeableWords =
  /^(campaign kind|campaign type|campaign days|campaign channel|owner|channel|offer|discount)$/;
/** Fields that a lead's own dates or its campaign's give, with the words people read. */
const knownLabels: Readonly<Record<string, string>> = {
  createdAt: 'Days since the lead came in',
  'contact.createdAt': 'Days as a contact',
  'campaign.startsAt': 'Days since the campaign began',
  'campaign.kind': 'Campaign type',
  'campaign.days': 'Campaign length',
  source: 'Lead source',
  owner: 'Owner',
};
const units: Readonly<Record<string, string>> = { 'campaign.days': 'days' };

const numberText = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const instantText = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?Z)?$/;
const identifierWords = /\b(id|ids|uuid|guid|key|no|nr|number|code|ref|reference|hash|zip|postcode|postal)\b/;

export interface Discovered {
  readonly features: readonly FeatureSpec[];
  /** Fields that were left out, each with a sentence. */
  readonly leftOut: readonly LeftOut[];
}

const plainLabel = (key: string): string => {
  const words = wordsOf(key.replace(/^(contact|campaign)\./, '').replace(/^custom\./, ''));
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** What people call a field, by its key in the view. */
export const labelOf = (key: string): string => knownLabels[key] ?? plainLabel(key);

type Kind = { readonly as: FeatureSpec['as'] } | { readonly drop: string; readonly constant?: true };

const isNumber = (value: Scalar): boolean =>
  typeof value === 'number'
    ? Number.isFinite(value)
    : typeof value === 'string' && numberText.test(value.trim());

/** Whether the values, in order of time, only rise or only fall: a running number, which says when and not who. */
function runs(values: readonly Scalar[]): boolean {
  let [up, down] = [0, 0];
  for (let i = 1; i < values.length; i++) {
    const step = Number(values[i]) - Number(values[i - 1]);
    if (step > 0) up++;
    else if (step < 0) down++;
  }
  return Math.max(up, down) > 0.97 * (up + down);
}

/** Decides what a field is by its content. `values` are one per owner (lead, contact or campaign), in order of time. */
function kindOf(key: string, values: readonly Scalar[]): Kind {
  const present = values.filter((value) => value !== null && String(value).trim() !== '');
  const counts = new Map<string, number>();
  for (const value of present) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  if (present.length === 0) return { drop: 'It is empty everywhere.', constant: true };
  if (counts.size === 1 && present.length === values.length)
    return { drop: 'It says the same of every record.', constant: true };
  const texts = present.filter((value): value is string => typeof value === 'string');
  const personal = texts.filter(isPersonalValue).length;
  if (personal > 0.2 * present.length)
    return { drop: 'It holds e-mail addresses, telephone numbers or links.' };
  const share = (test: (value: Scalar) => boolean): number => present.filter(test).length / present.length;
  const distinct = counts.size / present.length;
  const many = present.length >= 50;
  if (
    texts.length === present.length &&
    texts.filter((t) => instantText.test(t)).length >= 0.95 * texts.length
  )
    return { as: 'days-since' };
  const named = identifierWords.test(wordsOf(key));
  if (share(isNumber) >= 0.95) {
    const whole = share((value) => Number.isInteger(Number(value))) === 1;
    if (many && whole && distinct > 0.9 && (named || runs(present)))
      return { drop: 'It is a running number or an identifier.' };
    if (!named) return counts.size > 2 ? { as: 'number' } : { as: 'category' };
  }
  if (many && distinct > 0.9) return { drop: 'It is different for nearly every record, like an identifier.' };
  const length = texts.reduce((sum, text) => sum + text.length, 0) / Math.max(texts.length, 1);
  if (length > longestLevel) return { drop: 'It is a longer text, not a category.' };
  const frequent = [...counts.values()].filter((n) => n >= leastPerLevel);
  const covered = frequent.reduce((sum, n) => sum + n, 0) / present.length;
  if (counts.size > mostLevels && covered < 0.5)
    return { drop: `It has ${counts.size} different values, most of them rare.` };
  return { as: 'category' };
}

const ownerOf = (key: string): 'contact' | 'campaign' | 'lead' =>
  key.startsWith('contact.') ? 'contact' : key.startsWith('campaign.') ? 'campaign' : 'lead';

export interface ViewOfOwner {
  readonly view: RecordView;
  /** The same fields as they are today, where that is known: tells "never filled in" from "filled in later". */
  readonly today?: Readonly<Record<string, Scalar>>;
  readonly contact: string | undefined;
  readonly campaign: string | undefined;
}

/**
 * What to say of a field that says the same at every moment a score is asked for: whether it is so to this day, or was
 * filled in or changed only later. `now` are today's values of the same owners.
 */
function constantReason(drop: string, values: readonly Scalar[], now: readonly Scalar[]): string {
  const later = now.filter((value, i) => value !== null && String(value) !== String(values[i] ?? '')).length;
  if (later === 0) return drop;
  const what = values.every((value) => value === null) ? 'empty' : 'the same';
  return `It is ${what} whenever a score is needed and was filled in only later (${later} of ${now.length} have it today), so it cannot help.`;
}

/**
 * Finds features among the fields of a tenant's views, by content: number, category or instant. Identifiers, personal
 * values, constants and free text are left out with a sentence. `views` are in order of time.
 */
export function discoverFields(views: readonly ViewOfOwner[]): Discovered {
  const keys = new Set<string>();
  for (const { view } of views) for (const key of Object.keys(view.fields)) keys.add(key);
  keys.delete('status');
  const features: FeatureSpec[] = [];
  const leftOut: LeftOut[] = [];
  for (const key of [...keys].sort()) {
    const owner = ownerOf(key);
    const seen = new Set<string>();
    const values: Scalar[] = [];
    const now: Scalar[] = [];
    for (const { view, today, contact, campaign } of views) {
      const id = owner === 'lead' ? view.id : owner === 'contact' ? contact : campaign;
      if (id === undefined || seen.has(id)) continue;
      seen.add(id);
      values.push(view.fields[key] ?? null);
      if (today !== undefined) now.push(today[key] ?? null);
    }
    const kind = kindOf(key, values);
    const label = labelOf(key);
    if ('drop' in kind) {
      const reason = kind.constant ? constantReason(kind.drop, values, now) : kind.drop;
      leftOut.push({ column: key, label, reason });
      continue;
    }
    const words = wordsOf(key.replace(/^contact\./, ''));
    const unit = kind.as === 'days-since' ? 'days' : units[key];
    features.push({
      id: key,
      label:
        kind.as === 'days-since' && knownLabels[key] === undefined
          ? `Days since ${label.toLowerCase()}`
          : label,
      from: `fields.${key}`,
      as: kind.as,
      ...(unit === undefined ? {} : { unit }),
      changeable: changeableWords.test(words),
      sensitive: sensitiveWords.test(words),
    });
  }
  return { features, leftOut };
}
