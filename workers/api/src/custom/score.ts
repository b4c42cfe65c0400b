import { otherTable, readAnyArtefact } from '@aicrm/models/custom/read-model';
import {
  type AnyArtefact,
  classifyRows,
  isClasses,
  isNumber,
  missingColumns,
  predictRows,
  scoreRows,
} from '@aicrm/models/custom/score-rows';
import type { CustomScore, CustomScoreAnswer, CustomScoreRequest } from '@aicrm/schema/custom-model';
import type { Explanation } from '@aicrm/schema/prediction';
import type { TenantScope } from '../db/scope.js';
import type { Dependencies } from '../dependencies.js';
import { badData, ProblemError, refuse } from '../http/problem-error.js';
import { tableOf } from './load-table.js';
import { readPart } from './read-part.js';

/** Rows with reasons in one request: every one of them is some 30 times the work of a score. */
const mostExplained = 200;

const withReasons = (explanation: Explanation | undefined) =>
  explanation === undefined ? {} : { explanation };

function scoresOf(
  artefact: AnyArtefact,
  names: readonly string[],
  rows: Parameters<typeof scoreRows>[2],
  explained: boolean,
): CustomScore[] {
  if (isNumber(artefact))
    return predictRows(artefact, names, rows, explained).map(({ prediction, explanation }) => ({
      ...prediction,
      ...withReasons(explanation),
    }));
  if (isClasses(artefact)) {
    const { classes } = artefact.meta;
    return classifyRows(artefact, names, rows, explained).map(({ probabilities, explanation }) => {
      const best = probabilities.reduce((most, p, k) => (p > (probabilities[most] ?? 0) ? k : most), 0);
      return {
        class: classes[best] ?? '',
        probabilities: Object.fromEntries(classes.map((name, k) => [name, probabilities[k] ?? 0])),
        ...withReasons(explanation),
      };
    });
  }
  return scoreRows(artefact, names, rows, explained).map(({ prediction, explanation }) =>
    prediction.state === 'score'
      ? { probability: prediction.probability, ...withReasons(explanation) }
      : { refusal: prediction.detail, missing: prediction.missing },
  );
}

/** Scores rows of a table, in their order, by the published version of a custom model. */
export async function scoreTable(
  deps: Dependencies,
  scope: TenantScope,
  model: string,
  { table, explain = false, dayOrder }: CustomScoreRequest,
): Promise<CustomScoreAnswer> {
  const versions = await scope.customModels.versions(model);
  const current = versions.find(({ status }) => status === 'published');
  if (current === undefined)
    throw refuse(
      'not-enough-data',
      'No version is published',
      versions[0]?.card.verdict.reason ?? 'No version was trained.',
      { action: 'Train it on more rows, or on columns that say more.' },
    );
  const part = await readPart(table);
  if (!part.ok) throw new ProblemError(part.error);
  if (explain && part.value.rows > mostExplained)
    throw badData(`With reasons at most ${mostExplained} rows are scored in one request.`);
  const bytes = await deps.artefacts.get(scope.tenant, current.sha256);
  if (bytes === null) throw new Error(`model file ${current.sha256} is not in the store`);
  const read = readAnyArtefact(bytes, current.sha256);
  if (!read.ok) throw new Error(`model file ${current.sha256}: ${read.error.reason}`);
  const artefact = read.value;
  // Where the rows do not tell the order of day and month, they are read as those that were learned from.
  const raw = tableOf([part.value], { dayOrder, usual: artefact.meta.dayOrder });
  const other = otherTable(artefact, raw.names);
  if (other !== undefined) throw new ProblemError(other);
  const rows = Array.from({ length: raw.rows }, (_, r) => raw.columns.map((cells) => cells[r] ?? null));
  return {
    model,
    version: current.version,
    kind: current.kind,
    missing: missingColumns(artefact, raw.names),
    scores: scoresOf(artefact, raw.names, rows, explain),
  };
}
