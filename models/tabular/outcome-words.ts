import type { Value } from './table.js';

/** Words that name how something ended. A column called so is filled in at the end, whatever it holds. */
const endings =
  /\b(won|lost|loss reason|closed|close (date|reason|value|at)|closing|converted|conversion|outcome|result|churn(ed)?|cancel(led|ed|lation)?|terminat(ed|ion)|rejected|reject reason|disqualified|qualified out|won date|win reason|redeemed|signed at|contract signed|paid at|invoice (date|id)|deal value|final)\b/;
/** Values that state an end. */
const endValues =
  /^(closed[ -]?(won|lost)|won|lost|converted|not converted|churned|cancelled|canceled|signed|rejected|disqualified|closed by .*|lost to .*)$/;

/** Words for a person's own grading of a record, which is easily corrected once the outcome is known. */
const gradings =
  /\b(quality|rating|grade|grading|profile|tags?|scores?|ranking|temperature|likelihood|probability)\b/;

const wordsOf = (text: string): string =>
  text
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .toLowerCase();

/**
 * Where a column's name or one of its values states an outcome, or undefined. `facts` that we count ourselves as of a
 * moment ("leads.converted": earlier ones) are exempt, because their moment is certain.
 */
export function statesOutcome(
  id: string,
  values: readonly Value[],
): { readonly where: 'name' | 'value'; readonly word: string } | undefined {
  if (/^(orders|leads|deals|activities)\./.test(id)) return undefined;
  const inName = endings.exec(wordsOf(id.replace(/^.*\./, '')));
  if (inName !== null) return { where: 'name', word: inName[0] };
  for (const value of values) {
    if (typeof value !== 'string') continue;
    if (endValues.test(wordsOf(value))) return { where: 'value', word: value.slice(0, 60) };
  }
  return undefined;
}

/** The grading word in a column's name, or undefined. */
export const namesGrading = (id: string): string | undefined =>
  gradings.exec(wordsOf(id.replace(/^.*\./, '')))?.[0];
