import { createWriteStream } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip, gunzipSync } from 'node:zlib';
import { csvLine } from '@aicrm/connectors/csv/write-csv';
import { lastDay } from '@aicrm/models/synthetic/calendar';
import { makeCompany } from '@aicrm/models/synthetic/company';
import { plantedLeaks } from '@aicrm/models/synthetic/mess';
import { makeMessages, type SourceText } from '@aicrm/models/synthetic/messages';
import { type SampleTable, type TruthTable, tablesOf, truthOf } from '@aicrm/models/synthetic/tables';
import type { Scalar } from '@aicrm/schema/view';
import type { Io } from '../io.js';
import { counted, table } from '../print.js';
import { type CommonFlags, giveUp, show, status } from './context.js';
import { diskProblem, pathOf } from './files.js';
import { samplesFolder } from './sample.js';

export interface MakeSampleFlags extends CommonFlags {
  readonly seed?: number;
  readonly out?: string;
}

const messageCount = 5_000;
/** Columns of numbers, which an import would otherwise read as texts. */
const numeric = new Set([
  'custom.capacity',
  'custom.monthly_fee',
  'custom.visits',
  'custom.touches',
  'custom.discount_granted',
  'custom.days_open',
  'custom.days_late',
  'custom.logins',
  'custom.tickets',
  'custom.late_payments',
]);

async function* linesOf(one: SampleTable | TruthTable): AsyncGenerator<string> {
  const text = (cell: Scalar): string => (cell === null ? '' : String(cell));
  let lines = csvLine(one.columns);
  for (const row of one.rows) {
    lines += csvLine(row.map(text));
    if (lines.length < 65_536) continue;
    yield lines;
    lines = '';
  }
  yield lines;
}

const write = (path: string, one: SampleTable | TruthTable): Promise<void> =>
  pipeline(linesOf(one), createGzip(), createWriteStream(path));

/** How `sample load` reads the files: every column is called like its field already. */
function describe(name: string, seed: number, tables: readonly SampleTable[]): string {
  return `${JSON.stringify(
    {
      tenant: name,
      connection: 'crm',
      name: `Alder Process Supply (synthetic, seed ${seed})`,
      description:
        'A supplier of laboratory and process equipment that does not exist: all people, companies and figures are made by a seeded generator. What customers write are sentences of public sets.',
      synthetic: true,
      currency: 'EUR',
      lastDay,
      licence:
        'CC0-1.0; texts CC-BY-4.0 (UCI Sentiment Labelled Sentences: Kotzias et al., KDD 2015; BANKING77: Casanueva et al., 2020)',
      plantedLeaks,
      files: tables.map(({ file, type, rows, columns }) => ({
        file: `${file}.csv.gz`,
        type,
        rows: rows.length,
        key: ['id'],
        map: Object.fromEntries(
          columns.slice(1).map((column) => [column, numeric.has(column) ? { column, as: 'number' } : column]),
        ),
      })),
    },
    null,
    2,
  )}\n`;
}

/** `aicrm sample make --seed 7`: a B2B company of 24 months as files that `sample load FOLDER` imports; its truth lies aside in `truth/`. */
export async function makeSample(flags: MakeSampleFlags, io: Io): Promise<number> {
  const seed = flags.seed ?? 7;
  const out = flags.out ?? `b2b-company-${seed}`;
  const folder = pathOf(io, out);
  try {
    await mkdir(join(folder, 'truth'), { recursive: true });
    io.err('making companies, leads, deals, contracts and orders\n');
    const texts: SourceText[] = JSON.parse(
      gunzipSync(await readFile(join(samplesFolder, 'texts.json.gz'))).toString('utf8'),
    );
    const made = makeCompany(seed);
    const messages = makeMessages(made, texts, messageCount);
    const tables = tablesOf(made, messages);
    for (const one of tables) {
      io.err(`writing ${one.file}\n`);
      await write(join(folder, `${one.file}.csv.gz`), one);
    }
    for (const one of truthOf(made, messages)) await write(join(folder, 'truth', `${one.file}.csv.gz`), one);
    await writeFile(join(folder, 'sample.json'), describe(basename(folder), seed, tables));
    const counts = tables.map((one) => [one.file, one.rows.length.toLocaleString('en')]);
    show(
      io,
      flags,
      {
        folder: out,
        seed,
        synthetic: true,
        rows: Object.fromEntries(tables.map((one) => [one.file, one.rows.length])),
      },
      `${table([['file', 'rows'], ...counts])}\n${counted(tables.length, 'file')} of a company that does not exist: ${out}\nimport it: aicrm sample load ${out}\n`,
    );
    return status.done;
  } catch (error) {
    return giveUp(io, flags, diskProblem(out, error));
  }
}
