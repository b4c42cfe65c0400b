import type { PreviewLine } from '@aicrm/connectors/csv/preview-mapping';
import type { Problem } from '@aicrm/schema/problem';
import type { Io } from './io.js';

/** Text that came from a file or a server, made safe for a terminal: no control characters, at most `width` wide. */
export function plain(text: string, width = 200): string {
  const clean = text.replace(/\p{C}/gu, ' ');
  return clean.length > width ? `${clean.slice(0, width - 1)}…` : clean;
}

/** Columns side by side, as wide as their widest cell, none wider than 40 characters but the last. */
export function table(rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map((cell, i) => plain(cell, i === row.length - 1 ? 100 : 40)));
  const widths = (cells[0] ?? []).map((_, i) => Math.max(...cells.map((row) => row[i]?.length ?? 0)));
  return cells
    .map(
      (row) =>
        `${row
          .map((cell, i) => cell.padEnd(widths[i] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

export const showProblem = (io: Io, error: Problem, hint = ''): void => {
  const issues = (error.issues ?? []).filter((issue) => !error.detail.includes(issue.message));
  const lines = [
    `error: ${plain(error.title)}`,
    `  ${plain(error.detail, 1_000)}`,
    ...issues.slice(0, 10).map((issue) => `  - ${plain(issue.at)}: ${plain(issue.message, 300)}`),
    ...(issues.length > 10 ? [`  - and ${issues.length - 10} more`] : []),
    ...(error.action === undefined ? [] : [`  ${plain(error.action, 300)}`]),
    ...(hint === '' ? [] : [`  ${hint}`]),
  ];
  io.err(`${lines.join('\n')}\n`);
};

export const previewTable = (lines: readonly PreviewLine[]): string =>
  table([
    ['column', 'field', 'sure', 'values', 'note'],
    ...lines.map((line) => [
      line.column,
      line.field ?? '–',
      line.confidence === null ? '' : `${Math.round(line.confidence * 100)} %`,
      line.samples.map((sample) => plain(sample, 16)).join(' · '),
      line.note,
    ]),
  ]);

export const counted = (n: number, one: string, many = `${one}s`): string =>
  `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
