import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isRecordType, type RecordType } from '@aicrm/schema/ids';
import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import type { ImportState } from '@aicrm/schema/wire';
import { importFile, waitForImport } from '../import/import-file.js';
import { parseMapFile } from '../import/parse-wish.js';
import type { MappingWish } from '../import/resolve-mapping.js';
import type { Io } from '../io.js';
import { weeksUntil } from '../shift.js';
import { type CommonFlags, connect, giveUp, show, status } from './context.js';
import { countsText, progressLine, rejectedText } from './progress.js';

export const samplesFolder = fileURLToPath(new URL('../../samples', import.meta.url));

export interface SampleFile {
  readonly file: string;
  readonly type: RecordType;
  readonly rows: number;
  readonly wish: Pick<MappingWish, 'map' | 'key'>;
}

export interface Sample {
  readonly name: string;
  readonly connection: string;
  readonly currency: string;
  readonly lastDay: string;
  readonly licence: string;
  /** Licence and source in one, as model cards say them. */
  readonly terms: string;
  readonly synthetic: boolean;
  readonly files: readonly SampleFile[];
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** Reads a sample's description: its files in the order of import, with the mapping and key of each. */
export async function readSample(folder: string): Promise<Result<Sample, Problem>> {
  const path = join(folder, 'sample.json');
  const broken = (detail: string) =>
    fail(problem('bad-data', 'The sample cannot be read', `${path}: ${detail}`));
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return broken('there is no such file.');
  const parsed: unknown = JSON.parse(text);
  if (!isObject(parsed) || !Array.isArray(parsed.files)) return broken('it lists no files.');
  const { name, connection, currency, lastDay, licence } = parsed;
  const texts = [name, connection, currency, lastDay, licence];
  if (!texts.every((value) => typeof value === 'string'))
    return broken('its name, connection, currency, lastDay or licence is missing.');
  const source = typeof parsed.source === 'string' ? `: ${parsed.source}` : '';
  const files: SampleFile[] = [];
  for (const entry of parsed.files as readonly unknown[]) {
    if (!isObject(entry) || typeof entry.file !== 'string' || typeof entry.rows !== 'number')
      return broken('a file has no name or no count of rows.');
    const type = String(entry.type);
    if (!isRecordType(type)) return broken(`"${type}" is not a record type.`);
    const wish = parseMapFile(JSON.stringify({ map: entry.map, key: entry.key }), path);
    if (!wish.ok) return wish;
    files.push({ file: entry.file, type, rows: entry.rows, wish: wish.value });
  }
  const [sampleName = '', sampleConnection = '', sampleCurrency = '', day = '', licenceName = ''] =
    texts.map(String);
  return ok({
    name: sampleName,
    connection: sampleConnection,
    currency: sampleCurrency,
    lastDay: day,
    licence: licenceName,
    terms: `${licenceName}${source}`,
    synthetic: parsed.synthetic === true,
    files,
  });
}

export interface SampleFlags extends CommonFlags {
  readonly shiftWeeks?: number;
  readonly connection?: string;
}

/** `aicrm sample list` */
export async function listSamples(flags: CommonFlags, io: Io): Promise<number> {
  const names = (await readdir(samplesFolder, { withFileTypes: true })).filter((entry) =>
    entry.isDirectory(),
  );
  const list = names.map((entry) => entry.name);
  show(io, flags, list, `${list.join('\n')}\n`);
  return status.done;
}

/**
 * `aicrm sample load NAME`, or the folder that `sample make` wrote: imports all files of a sample in their order, moved by whole weeks so that its last day is
 * at most 6 days ago. The worker makes views while the next file is sent; at the end all of them are waited for.
 */
export async function loadSample(name: string, flags: SampleFlags, io: Io): Promise<number> {
  const shipped = /^[a-z0-9-]+$/.test(name) && existsSync(join(samplesFolder, name));
  const folder = shipped ? join(samplesFolder, name) : resolve(io.cwd, name);
  const sample = await readSample(folder);
  if (!sample.ok)
    return giveUp(
      io,
      flags,
      sample.error,
      'See "aicrm sample list", or make one: aicrm sample make --seed 7',
    );
  const api = await connect(flags, io);
  if (!api.ok) return giveUp(io, flags, api.error);
  const { currency, lastDay, files, licence, terms, synthetic } = sample.value;
  const connection = flags.connection ?? sample.value.connection;
  const shiftWeeks = flags.shiftWeeks ?? weeksUntil(lastDay, io.now());
  io.err(`${sample.value.name} (${licence}), moved by ${shiftWeeks} weeks\n`);
  const states: ImportState[] = [];
  let rejected = 0;
  for (const { file, type, wish } of files) {
    const line = progressLine(io, file);
    const started = io.now();
    const outcome = await importFile(
      api.value,
      {
        path: join(folder, file),
        type,
        connection,
        wish,
        csv: {},
        currency,
        shiftWeeks,
        dataLicence: terms,
        synthetic,
        errors: join(io.cwd, `${file.replace(/\.csv\.gz$/, '')}.rejected.csv`),
      },
      io,
      { progress: (read, total) => line.update(read, total) },
    );
    line.end();
    if (!outcome.ok) return giveUp(io, flags, outcome.error);
    const { state } = outcome.value;
    io.err(
      `${file}: ${countsText(state)} (${((io.now() - started) / 1000).toFixed(1)} s)\n${rejectedText(outcome.value)}`,
    );
    rejected += state.counts.rejected;
    states.push(state);
  }
  if (states.some((state) => state.status === 'finishing')) io.err('building the record views ...\n');
  for (const [i, state] of states.entries()) {
    const finished = await waitForImport(api.value, state, io);
    if (!finished.ok) return giveUp(io, flags, finished.error);
    states[i] = finished.value;
  }
  const rows = states.reduce((sum, state) => sum + state.counts.read, 0);
  show(
    io,
    flags,
    { shiftWeeks, imports: states },
    `${sample.value.name} is loaded: ${rows.toLocaleString('en')} rows\n`,
  );
  return rejected > 0 ? status.failed : status.done;
}
