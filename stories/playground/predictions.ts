import type { Cell, RawTable } from '@aicrm/models/custom/raw-table';
import { readAnyArtefact } from '@aicrm/models/custom/read-model';
import {
  type AnyArtefact,
  classifyRows,
  isClasses,
  isNumber,
  predictRows,
  scoreRows,
} from '@aicrm/models/custom/score-rows';
import type { ArtefactError } from '@aicrm/runtime/artefact-error';
import type { Explanation } from '@aicrm/schema/prediction';
import type { Result } from '@aicrm/schema/result';
import type { PlaygroundModel } from './train-messages.js';

export interface RowAnswer {
  /** The prediction as a person reads it, or the sentence why there is none. */
  readonly said: string;
  /** Its place in an order from most to least; `null` where there is no prediction. */
  readonly rank: number | null;
  readonly explanation: Explanation | undefined;
}

const percent = new Intl.NumberFormat('en-GB', { style: 'percent', maximumFractionDigits: 1 });
const figure = new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 4 });

export const openModel = ({ bytes, sha256 }: PlaygroundModel): Result<AnyArtefact, ArtefactError> =>
  readAnyArtefact(bytes, sha256);

/** Predicts rows with their reasons, by the functions that the page, the worker and the command line share. */
export function answer(
  artefact: AnyArtefact,
  names: RawTable['names'],
  rows: readonly (readonly Cell[])[],
): RowAnswer[] {
  if (isNumber(artefact))
    return predictRows(artefact, names, rows, true).map(
      ({ prediction: { value, low, high }, explanation }) => ({
        said:
          low === null || high === null
            ? figure.format(value)
            : `${figure.format(value)} (${figure.format(low)} to ${figure.format(high)})`,
        rank: value,
        explanation,
      }),
    );
  if (isClasses(artefact))
    return classifyRows(artefact, names, rows, true).map(({ probabilities, explanation }) => {
      const best = Math.max(...probabilities);
      const name = artefact.meta.classes[probabilities.indexOf(best)] ?? '';
      return { said: `${name}, ${percent.format(best)}`, rank: best, explanation };
    });
  return scoreRows(artefact, names, rows, true).map(({ prediction, explanation }) =>
    prediction.state === 'score'
      ? { said: percent.format(prediction.probability), rank: prediction.probability, explanation }
      : { said: prediction.detail, rank: null, explanation: undefined },
  );
}

/** The weightiest reasons in words: the input, its value, and which way it moves the prediction. */
export const reasonsOf = (explanation: Explanation | undefined, most = 3): string[] =>
  (explanation?.reasons ?? [])
    .filter(({ contribution }) => Math.abs(contribution) > 1e-6)
    .slice(0, most)
    .map(
      ({ label, value, unit, contribution }) =>
        `${contribution > 0 ? '▲' : '▼'} ${label}: ${value === null ? 'not known' : typeof value === 'number' ? figure.format(value) : value}${unit === undefined || value === null ? '' : ` ${unit}`}`,
    );
