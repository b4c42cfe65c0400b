import { readFeature } from '@aicrm/runtime/features';
import type { DriftLevel, InputShift, PopulationShift } from '@aicrm/schema/drift';
import type { FeatureProfile, FeatureSpec, ModelCard } from '@aicrm/schema/model';
import { featureShift, scoreShift } from '../tabular/shift.js';
import type { RawTable } from './raw-table.js';
import { type AnyArtefact, isClasses, isNumber, momentOf, scoreRows, viewOf } from './score-rows.js';

/** Rows that are compared, evenly spaced: more would not change an index by a hundredth. */
const mostRows = 20_000;
/** A lighter input is listed with its shift, and raises no alert. */
const leastWeight = 0.02;

/** How far the rows of a table have moved from those that a model was trained on. */
export interface TableDrift {
  /** The worst of the score and of the inputs that carry weight. */
  readonly level: DriftLevel;
  readonly rows: number;
  readonly trainingWindow: { readonly from: string; readonly to: string; readonly rows: number };
  /** The most shifted first. */
  readonly inputs: readonly InputShift[];
  /** Null where the model gives no probability, or the figures it was judged by are not at hand. */
  readonly score: PopulationShift | null;
  /** What a reader must know of this comparison. */
  readonly notes: readonly string[];
}

const featuresOf = (
  artefact: AnyArtefact,
): readonly { readonly spec: FeatureSpec; readonly profile: FeatureProfile }[] =>
  isClasses(artefact)
    ? artefact.meta.features.flatMap((spec, f) => {
        const profile = artefact.meta.profiles[f];
        return profile === undefined ? [] : [{ spec, profile }];
      })
    : artefact.meta.features;

/**
 * Compares a table with the training window that the model file remembers: PSI of every input and of the score, each with what
 * chance alone would make of it. It needs no outcome.
 * @param card whose evaluation tells how scores were spread; without it the score is not compared, since the model file
 * does not hold that.
 */
export function tableDrift(
  artefact: AnyArtefact,
  table: RawTable,
  card?: Pick<ModelCard, 'evaluation'>,
): TableDrift {
  const count = Math.min(table.rows, mostRows);
  const rows = Array.from({ length: count }, (_, i) => {
    const row = Math.floor((i * table.rows) / count);
    return table.columns.map((column) => column[row] ?? null);
  });
  const at = momentOf(artefact, table.names);
  const views = rows.map((cells, i) => ({ view: viewOf(table.names, cells, `row-${i}`), at: at(cells) }));
  const features = featuresOf(artefact);
  const weights = features.reduce((sum, { profile }) => sum + profile.meanAbs, 0);
  const window = artefact.meta.trainingWindow;
  const inputs = features
    .map(({ spec, profile }) =>
      featureShift(
        { spec, profile },
        views.map((one) => readFeature(spec, one.view, one.at)),
        { trainingRows: window.rows, records: count, weight: profile.meanAbs / (weights || 1) },
      ),
    )
    .sort((a, b) => (b.psi ?? 0) - (a.psi ?? 0));
  const notes: string[] = [];
  if (count < table.rows)
    notes.push(
      `${count.toLocaleString('en-GB')} of ${table.rows.toLocaleString('en-GB')} rows were compared.`,
    );
  let score: PopulationShift | null = null;
  if (isClasses(artefact) || isNumber(artefact)) {
    notes.push('Only inputs were compared: the model gives no probability of a yes.');
  } else if (card?.evaluation === undefined) {
    notes.push('The score was not compared: its card, which holds how scores were spread, is not at hand.');
  } else {
    const told = scoreRows(artefact, table.names, rows).flatMap(({ prediction }) =>
      prediction.state === 'score' ? [prediction.probability] : [],
    );
    score = scoreShift(card, told, count);
  }
  const levels = [...inputs.filter(({ weight }) => weight >= leastWeight), ...(score ? [score] : [])].map(
    (one) => one.level,
  );
  const level = (['alert', 'watch', 'ok'] as const).find((one) => levels.includes(one)) ?? 'unknown';
  return {
    level,
    rows: count,
    trainingWindow: { from: window.from, to: window.to, rows: window.rows },
    inputs,
    score,
    notes,
  };
}
