// Puts the rows of a run into test/README.md, between the marks of its kind, so that no figure there is copied by hand.
//   npm run evaluate -- --json rows.json && node test/measure/markdown.mjs evaluate rows.json
//   npm run bench -- --json rows.json && node test/measure/markdown.mjs bench rows.json
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [, , kind, file] = process.argv;
if (!kind || !file) {
  process.stderr.write('usage: node test/measure/markdown.mjs evaluate|bench rows.json\n');
  process.exit(2);
}

const number = (value) => {
  if (value === null) return '';
  if (Number.isInteger(value)) return value.toLocaleString('en-GB');
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return value.toExponential(2);
  return size >= 100 ? value.toFixed(0) : value.toFixed(size >= 10 ? 2 : 4);
};
/** One cell: what would end it or begin markup stands as a word. */
const cell = (text) =>
  String(text)
    .replaceAll('|', '/')
    .replaceAll('<=', '≤')
    .replaceAll('>=', '≥')
    .replaceAll('<', '&lt;')
    .replaceAll('\n', ' ');
const difference = ({ ours, reference, noise }) => {
  if (ours === null || reference === null) return '';
  const sign = ours >= reference ? '+' : '−';
  return `${sign}${number(Math.abs(ours - reference))}${noise === null ? '' : ` ± ${number(noise)}`}`;
};
const result = ({ pass, skipped }) =>
  skipped === undefined ? (pass === null ? '' : pass ? 'pass' : '**FAIL**') : 'skipped';

const rows = JSON.parse(readFileSync(file, 'utf8'));
const table = [
  '| case | metric | ours | reference | difference ± noise | target | |',
  '|---|---|---|---|---|---|---|',
  ...rows.map(
    (row) =>
      `| ${[
        cell(row.case),
        cell(row.metric),
        number(row.ours),
        cell(`${number(row.reference)} ${row.referenceName}`.trim()),
        difference(row),
        cell(row.target),
        result(row),
      ].join(' | ')} |`,
  ),
];
const missed = rows.filter(({ pass, why }) => pass === false && why);
const notes = missed.map((row) => `- **${cell(row.case)}, ${cell(row.metric)}**: ${cell(row.why)}`);

const path = join(import.meta.dirname, '..', 'README.md');
const text = readFileSync(path, 'utf8');
const [begin, end] = [`<!-- ${kind}: begin -->`, `<!-- ${kind}: end -->`];
const [from, to] = [text.indexOf(begin), text.indexOf(end)];
if (from < 0 || to < from) {
  process.stderr.write(`test/README.md has no marks "${begin}" and "${end}".\n`);
  process.exit(1);
}
const why = notes.length > 0 ? `\n\nRows that miss their target:\n\n${notes.join('\n')}` : '';
writeFileSync(path, `${text.slice(0, from + begin.length)}\n${table.join('\n')}${why}\n${text.slice(to)}`);
process.stdout.write(`${rows.length} rows, ${missed.length} missed\n`);
