import { readFile } from 'node:fs/promises';
import { csvLine } from '@aicrm/connectors/csv/write-csv';
import { type TextArtefact, verifyTextArtefact } from '@aicrm/models/text/artefact';
import { detectLanguage } from '@aicrm/models/text/language';
import { analyse, type SentimentAnswer } from '@aicrm/models/text/sentiment';
import { shipped } from '@aicrm/models/text/shipped';
import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import type { Io } from '../io.js';
import { counted } from '../print.js';
import { noColumn } from '../table/columns.js';
import { openTable } from '../table/open-table.js';
import { checkOutputs, openOutput } from '../table/output.js';
import { giveUp, show, status } from './context.js';
import { diskProblem, pathOf } from './files.js';
import type { TableFlags } from './table-train.js';

export interface SentimentFlags extends TableFlags {
  readonly table: string;
  readonly text: string;
  readonly out: string;
  readonly language?: string;
}

const tones = ['negative', 'neutral', 'positive'] as const;
const header = ['label', 'confidence', ...tones, 'language'];
/** A line of progress is written so often. */
const tellEvery = 20_000;

async function shippedModel(): Promise<Result<TextArtefact, Problem>> {
  const { url, sha256 } = shipped['sentiment-en'];
  try {
    const read = await verifyTextArtefact(await readFile(url), sha256);
    return read.ok
      ? ok(read.value)
      : fail(problem('bad-data', 'The shipped model cannot be read', read.error.detail));
  } catch (error) {
    return fail(diskProblem('the shipped sentiment model', error));
  }
}

const cellsOf = (answer: SentimentAnswer): string[] =>
  answer.state === 'scored'
    ? [
        answer.label,
        answer.confidence.toFixed(6),
        ...tones.map((tone) => (answer.probabilities[tone] ?? 0).toFixed(6)),
        answer.language,
      ]
    : ['not scored', '', '', '', '', answer.language ?? ''];

/** `aicrm sentiment`: one line per row in the order of the table, by the model that comes with the program. */
export async function sentimentCommand(flags: SentimentFlags, io: Io): Promise<number> {
  const harm = await checkOutputs(io, [flags.out], [flags.table]);
  if (harm) return giveUp(io, flags, harm);
  const model = await shippedModel();
  if (!model.ok) return giveUp(io, flags, model.error);
  const { languages } = model.value.meta;
  if (flags.language !== undefined && !languages.includes(flags.language))
    return giveUp(
      io,
      flags,
      problem(
        'bad-data',
        'No model for this language',
        `The shipped model reads ${languages.join(', ')}, not ${flags.language}.`,
      ),
    );
  const file = await openTable(pathOf(io, flags.table), flags);
  if (!file.ok) return giveUp(io, flags, file.error);
  const column = file.value.names.indexOf(flags.text);
  if (column < 0)
    return giveUp(io, flags, noColumn('The texts cannot be read', flags.text, file.value.names, '--text'));
  const opened = await openOutput(io, flags.out);
  if (!opened.ok) return giveUp(io, flags, opened.error);
  const out = opened.value;
  let lines = csvLine(header);
  const counts = new Map<string, number>();
  let rows = 0;
  let told = 0;
  const options =
    flags.language === undefined
      ? { model: model.value, detect: detectLanguage }
      : { model: model.value, language: flags.language };
  for await (const batch of file.value.batches()) {
    if (!batch.ok || io.signal.aborted) {
      await out.discard();
      return batch.ok ? status.stopped : giveUp(io, flags, batch.error);
    }
    for (const cells of batch.value) {
      const cell = cells[column];
      const answer = analyse(cell === null || cell === undefined ? '' : String(cell), options);
      const label = answer.state === 'scored' ? answer.label : `not scored: ${answer.reason}`;
      counts.set(label, (counts.get(label) ?? 0) + 1);
      lines += csvLine(cellsOf(answer));
    }
    rows += batch.value.length;
    if (rows - told >= tellEvery) {
      told = rows;
      io.err(`read ${counted(rows, 'text')}\n`);
    }
    try {
      await out.write(lines);
    } catch (error) {
      await out.discard();
      return giveUp(io, flags, diskProblem(flags.out, error));
    }
    lines = '';
  }
  try {
    await out.write(lines);
    await out.finish();
  } catch (error) {
    await out.discard();
    return giveUp(io, flags, diskProblem(flags.out, error));
  }
  const of = (label: string): number => counts.get(label) ?? 0;
  const otherLanguage = of('not scored: language');
  const empty = of('not scored: empty');
  if (otherLanguage > 0)
    io.err(
      `${counted(otherLanguage, 'text')} not scored: in a language that the model does not know, or too short to tell\n`,
    );
  if (empty > 0) io.err(`${counted(empty, 'text')} not scored: no word in it\n`);
  const summary = {
    rows,
    scored: rows - otherLanguage - empty,
    ...Object.fromEntries(tones.map((tone) => [tone, of(tone)])),
    notScored: { language: otherLanguage, empty },
    model: { name: model.value.meta.name, version: model.value.meta.version, sha256: model.value.sha256 },
    out: flags.out,
  };
  show(
    io,
    flags,
    summary,
    `${counted(summary.scored, 'text')} scored: ${tones.map((tone) => `${of(tone)} ${tone}`).join(', ')}: ${flags.out}\n`,
  );
  return status.done;
}
