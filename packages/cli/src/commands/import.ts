import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { isRecordType, recordTypes } from '@aicrm/schema/ids';
import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import type { ColumnMapping } from '@aicrm/schema/wire';
import { type ImportJob, importFile, previewFile, waitForImport } from '../import/import-file.js';
import { parseMap, parseMapFile, parseValues } from '../import/parse-wish.js';
import type { MappingWish } from '../import/resolve-mapping.js';
import type { Io } from '../io.js';
import { counted, previewTable } from '../print.js';
import { type CommonFlags, connect, giveUp, show, status } from './context.js';
import { countsText, progressLine, rejectedText } from './progress.js';

export interface ImportFlags extends CommonFlags {
  readonly type: string;
  readonly map?: readonly string[];
  readonly mapFile?: string;
  readonly key?: string;
  readonly connection: string;
  readonly currency?: string;
  readonly values?: readonly string[];
  readonly dayOrder?: ColumnMapping['dayOrder'];
  readonly shiftWeeks?: number;
  readonly dryRun?: boolean;
  readonly dataLicence?: string;
  readonly synthetic?: boolean;
  readonly preview?: boolean;
  readonly errors?: string;
  readonly encoding?: string;
  readonly delimiter?: string;
  readonly strict?: boolean;
}

const usage = (detail: string, action?: string): Problem =>
  problem('bad-data', 'The command cannot be understood', detail, action === undefined ? {} : { action });

async function wishOf(flags: ImportFlags, io: Io): Promise<Result<MappingWish, Problem>> {
  const values = parseValues(flags.values ?? []);
  if (!values.ok) return values;
  const key = flags.key
    ?.split(',')
    .map((column) => column.trim())
    .filter((column) => column !== '');
  const base = { values: values.value, dayOrder: flags.dayOrder };
  if (flags.mapFile !== undefined) {
    if (flags.map) return fail(usage('--map and --map-file exclude each other.'));
    const text = await readFile(resolve(io.cwd, flags.mapFile), 'utf8').catch(() => null);
    if (text === null)
      return fail(problem('bad-data', 'The map file cannot be read', `${flags.mapFile} was not found.`));
    const file = parseMapFile(text, flags.mapFile);
    return file.ok ? ok({ ...base, ...file.value, ...(key ? { key } : {}) }) : file;
  }
  if (!flags.map) return ok({ ...base, key });
  const map = parseMap(flags.map);
  return map.ok ? ok({ ...base, map: map.value, key }) : map;
}

async function jobOf(file: string, flags: ImportFlags, io: Io): Promise<Result<ImportJob, Problem>> {
  if (!isRecordType(flags.type))
    return fail(usage(`"${flags.type}" is not a record type.`, `Use one of ${recordTypes.join(', ')}.`));
  const wish = await wishOf(flags, io);
  if (!wish.ok) return wish;
  const path = resolve(io.cwd, file);
  const errors =
    flags.errors !== undefined
      ? resolve(io.cwd, flags.errors)
      : flags.dryRun
        ? null
        : join(dirname(path), `${basename(path).replace(/(\.csv|\.txt|\.tsv)?(\.gz)?$/i, '')}.rejected.csv`);
  if (errors === path)
    return fail(usage('--errors names the file that is imported; it would be overwritten.'));
  const { currency, shiftWeeks, dryRun, connection, dataLicence, synthetic } = flags;
  const delimiter = flags.delimiter === 'tab' || flags.delimiter === '\\t' ? '\t' : flags.delimiter;
  const csv = { encoding: flags.encoding, delimiter };
  return ok({
    path,
    type: flags.type,
    connection,
    wish: wish.value,
    csv,
    currency,
    shiftWeeks,
    dryRun,
    dataLicence,
    synthetic,
    errors,
  });
}

const hintOf = (error: Problem) =>
  error.title === 'The file is not UTF-8' ? 'Try --encoding windows-1252.' : '';

/**
 * `aicrm import FILE`. Exit status 0: every row was taken, or some were rejected and written to the error file;
 * 1: the file could not be read, the worker refused it, every row was rejected, or any with `--strict`; 130: Ctrl-C.
 */
export async function importCommand(file: string, flags: ImportFlags, io: Io): Promise<number> {
  const found = await jobOf(file, flags, io);
  if (!found.ok) return giveUp(io, flags, found.error);
  const job = found.value;
  if (flags.preview) {
    const preview = await previewFile(job);
    if (!preview.ok) return giveUp(io, flags, preview.error, hintOf(preview.error));
    const { result, preview: lines } = preview.value;
    show(io, flags, result.ok ? result.value : { preview: lines }, previewTable(lines));
    return result.ok ? status.done : giveUp(io, { ...flags, json: false }, result.error);
  }
  const api = await connect(flags, io);
  if (!api.ok) return giveUp(io, flags, api.error);
  const line = progressLine(io, basename(file));
  const started = io.now();
  const outcome = await importFile(api.value, job, io, {
    preview: (mapping, check) => {
      const broken = check.broken > 0 ? `, ${counted(check.broken, 'row')} broken` : '';
      io.err(`${previewTable(mapping.preview)}${counted(check.rows, 'row')} to read${broken}\n`);
    },
    progress: (read, total) => line.update(read, total),
  });
  line.end();
  if (!outcome.ok) {
    if (io.signal.aborted) io.err('Rows that were sent are stored; run the same command again to go on.\n');
    return giveUp(io, flags, outcome.error, hintOf(outcome.error));
  }
  const finished = await waitForImport(api.value, outcome.value.state, io);
  if (!finished.ok) return giveUp(io, flags, finished.error);
  const { counts } = finished.value;
  const seconds = ((io.now() - started) / 1000).toFixed(1);
  const result = { ...outcome.value, state: finished.value };
  show(
    io,
    flags,
    result,
    `${flags.dryRun ? 'dry run, nothing written: ' : ''}${countsText(finished.value)} (${seconds} s)\n`,
  );
  io.err(rejectedText(result));
  const refused = counts.rejected > 0 && (flags.strict === true || counts.rejected >= counts.read);
  return refused ? status.failed : status.done;
}
