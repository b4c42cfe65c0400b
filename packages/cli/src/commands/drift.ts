import { readFile } from 'node:fs/promises';
import { type TableDrift, tableDrift } from '@aicrm/models/custom/drift';
import type { RawTable } from '@aicrm/models/custom/raw-table';
import type { AnyArtefact } from '@aicrm/models/custom/score-rows';
import { sha256Hex } from '@aicrm/runtime/artefact';
import { ModelCard } from '@aicrm/schema/model';
import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import type { Io } from '../io.js';
import { counted, table } from '../print.js';
import { besides } from './card.js';
import { diskProblem, pathOf } from './files.js';

/** The card that a file holds, where it is one of a chance and of this model. */
async function cardAt(path: string, sha256: string): Promise<Result<ModelCard, Problem>> {
  const bad = (why: string) =>
    fail(
      problem('bad-data', 'The card cannot be used', `${path} ${why}.`, {
        action: 'Give the card that "aicrm train" wrote with this model.',
      }),
    );
  let data: unknown;
  try {
    data = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    return error instanceof SyntaxError ? bad('is no JSON') : fail(diskProblem(path, error));
  }
  const card = ModelCard.safeParse(data);
  if (!card.success) return bad('is no card of a yes/no model');
  if (card.data.sha256 !== undefined && card.data.sha256 !== sha256)
    return bad('does not belong to the model');
  return ok(card.data);
}

/**
 * How far a table has moved from what the model learned from. The score's spread is in the card: the one that `--card` names,
 * else one that lies beside the model and is its own.
 */
export async function driftOf(
  io: Io,
  flags: { readonly model: string; readonly card?: string },
  model: AnyArtefact,
  rows: RawTable,
): Promise<Result<TableDrift, Problem>> {
  const path = pathOf(io, flags.model);
  const sha256 = await sha256Hex(await readFile(path));
  if (flags.card !== undefined) {
    const card = await cardAt(pathOf(io, flags.card), sha256);
    return card.ok ? ok(tableDrift(model, rows, card.value)) : card;
  }
  for (const one of besides(path)) {
    const card = await cardAt(one, sha256);
    if (card.ok) return ok(tableDrift(model, rows, card.value));
  }
  return ok(tableDrift(model, rows));
}

const words = { ok: 'steady', watch: 'look at it', alert: 'alert', unknown: 'cannot tell' } as const;
const two = (value: number | null): string => (value === null ? '–' : value.toFixed(3));
const mostInputs = 12;

export function driftText({ level, rows, trainingWindow, inputs, score, notes }: TableDrift): string {
  const { from, to } = trainingWindow;
  const more = inputs.length - mostInputs;
  return [
    `\nagainst the ${counted(trainingWindow.rows, 'row')} trained on (${from.slice(0, 10)} to ${to.slice(0, 10)}), ${counted(rows, 'row')}: ${words[level]}\n`,
    table([
      ['drift of', 'PSI', 'chance', 'level', 'what'],
      ...(score === null
        ? []
        : [['(score)', two(score.psi), two(score.noise), words[score.level], score.detail]]),
      ...inputs
        .slice(0, mostInputs)
        .map((one) => [one.label, two(one.psi), two(one.noise), words[one.level], one.detail]),
    ]),
    ...(more > 0 ? [`and ${counted(more, 'input')} that moved less\n`] : []),
    ...notes.map((note) => `${note}\n`),
  ].join('');
}
