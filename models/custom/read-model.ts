import { readArtefact } from '@aicrm/runtime/artefact';
import type { ArtefactError } from '@aicrm/runtime/artefact-error';
import { readClassesArtefact } from '@aicrm/runtime/classes-artefact';
import { readNumberArtefact } from '@aicrm/runtime/number-artefact';
import { type Problem, problem } from '@aicrm/schema/problem';
import { ok, type Result } from '@aicrm/schema/result';
import { type AnyArtefact, inputsOf, missingColumns } from './score-rows.js';

/** Reads a model file of any kind by its bytes and their hash; the error is that of a model of a probability. */
export function readAnyArtefact(bytes: Uint8Array, sha256: string): Result<AnyArtefact, ArtefactError> {
  const chance = readArtefact(bytes, sha256);
  if (chance.ok) return ok(chance.value);
  const number = readNumberArtefact(bytes, sha256);
  if (number.ok) return ok(number.value);
  const classes = readClassesArtefact(bytes, sha256);
  return classes.ok ? ok(classes.value) : chance;
}

/** That a table has none of the columns that a model reads; undefined where it has one. */
export function otherTable(artefact: AnyArtefact, names: readonly string[]): Problem | undefined {
  const missing = missingColumns(artefact, names);
  if (missing.length === 0 || missing.length < inputsOf(artefact).length) return undefined;
  return problem(
    'bad-data',
    'The table is of another kind',
    `The model reads ${missing.slice(0, 10).join(', ')}; the table has none of them, but ${names.slice(0, 10).join(', ')}.`,
    { action: 'Name its columns as in training; their order does not matter.' },
  );
}
