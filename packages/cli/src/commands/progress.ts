import { csvLine } from '@aicrm/connectors/csv/write-csv';
import type { ImportState } from '@aicrm/schema/wire';
import type { ImportOutcome } from '../import/import-file.js';
import type { Io } from '../io.js';
import { counted, plain } from '../print.js';

/** Off a terminal a line is written when this share of the rows has passed, so that a log stays readable. */
const logEvery = 0.2;

/** One line that is drawn over itself on a terminal, and a few lines anywhere else. */
export function progressLine(
  io: Io,
  label: string,
): { update(done: number, total: number): void; end(): void } {
  let logged = 0;
  let drawn = false;
  return {
    update(done, total) {
      const share = total > 0 ? done / total : 1;
      const text = `${label}: ${done.toLocaleString('en')} of ${counted(total, 'row')} (${Math.floor(share * 100)} %)`;
      if (io.terminal) {
        io.err(`\r${text}\u001b[K`);
        drawn = true;
      } else if (share - logged >= logEvery || share === 1) {
        logged = share;
        io.err(`${text}\n`);
      }
    },
    end() {
      if (drawn) io.err('\r\u001b[K');
    },
  };
}

/** "2,379 rows: 2,370 new, 0 changed, 9 unchanged, 0 rejected". */
export const countsText = ({ counts }: ImportState): string =>
  `${counted(counts.read, 'row')}: ${[
    `${counts.inserted.toLocaleString('en')} new`,
    `${counts.updated.toLocaleString('en')} changed`,
    `${counts.unchanged.toLocaleString('en')} unchanged`,
    `${counts.rejected.toLocaleString('en')} rejected`,
  ].join(', ')}`;

/** The first rejected rows with their reasons, and where all of them are; without a file, also what the rows hold. */
export function rejectedText({ state, examples, errorFile }: ImportOutcome): string {
  if (state.counts.rejected === 0) return '';
  const lines = examples.flatMap((row) => [
    `  row ${row.row}: ${row.issues.map((issue) => plain(`${issue.at}: ${issue.message}`, 160)).join('; ')}`,
    ...(errorFile === null ? [`    ${plain(csvLine(row.cells).trimEnd(), 160)}`] : []),
  ]);
  const more = state.counts.rejected - examples.length;
  if (more > 0) lines.push(`  and ${more.toLocaleString('en')} more`);
  lines.push(
    errorFile === null
      ? '  no file was written; --errors FILE writes all of them with their reasons'
      : `  all rejected rows with their reasons: ${errorFile}`,
  );
  return `${lines.join('\n')}\n`;
}
