import type { Evaluation, LeakFinding, ModelCard, ModelMeta, Verdict } from '@aicrm/schema/model';
import type { TrainingTable } from './table.js';

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** What a reader of the card must know before trusting a score, as sentences. */
export function limitsOf(
  table: TrainingTable,
  evaluation: Evaluation,
  horizonDays: number,
  inTime: boolean,
): string[] {
  const limits: string[] = [];
  if (table.snapshot)
    limits.push(
      'The data are a snapshot: nobody knows when each column was filled in, so the figures may flatter.',
    );
  else limits.push(`A success later than ${horizonDays} days counts as none.`);
  if (!inTime)
    limits.push(
      'The history is too short for honest cuts in time, so kinds were compared and scores calibrated on random parts.',
    );
  const undated = new Set(table.undated ?? []);
  const labels = table.features.filter(({ id }) => undated.has(id)).map(({ label }) => label);
  if (!table.snapshot && labels.length > 0)
    limits.push(`Known only as they are today, since no changes were recorded: ${labels.join(', ')}.`);
  const sensitive = table.features.filter((spec) => spec.sensitive).map(({ label }) => label);
  if (sensitive.length > 0)
    limits.push(`It reads traits that many regard as sensitive: ${sensitive.join(', ')}.`);
  const gap = evaluation.predictedMean - evaluation.observedMean;
  if (Math.abs(gap) > 0.02)
    limits.push(
      `On the newest records it predicted ${percent(evaluation.predictedMean)} on average where ${percent(evaluation.observedMean)} happened.`,
    );
  limits.push('It describes what went together in the past; acting on a reason need not change the outcome.');
  return limits;
}

interface CardParts {
  readonly meta: ModelMeta;
  readonly sha256: string;
  readonly synthetic: boolean;
  readonly evaluation: Evaluation;
  readonly choice: ModelCard['choice'];
  readonly findings: LeakFinding[];
  readonly verdict: Verdict;
  readonly limits: string[];
  readonly seed: number;
}

/** The model card: everything that a person may ask of a model, as data. */
export function cardOf(parts: CardParts): ModelCard {
  const { features, ...meta } = parts.meta;
  const total = features.reduce((sum, { profile }) => sum + profile.meanAbs, 0);
  return {
    name: meta.name,
    version: meta.version,
    sha256: parts.sha256,
    synthetic: parts.synthetic,
    meta,
    features: features
      .map(({ spec, profile }) => ({
        id: spec.id,
        label: spec.label,
        changeable: spec.changeable,
        sensitive: spec.sensitive,
        present: profile.present,
        importance: total > 0 ? profile.meanAbs / total : 0,
      }))
      .sort((a, b) => b.importance - a.importance || (a.id < b.id ? -1 : 1)),
    evaluation: parts.evaluation,
    choice: parts.choice,
    leaks: parts.findings,
    verdict: parts.verdict,
    limits: parts.limits,
    seed: parts.seed,
  };
}
