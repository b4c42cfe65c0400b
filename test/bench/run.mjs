// Measures ours beside the field's own tools, round by round in one run.
//   npm run bench                         all suites
//   npm run bench -- --only scoring       those whose name holds the word
//   npm run bench -- --json rows.json     the rows as JSON, too
import '../measure/strip-types.mjs';

const { bench } = await import('./suites.ts');
await bench();
