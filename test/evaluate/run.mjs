// Judges our models on public data beside the field's own tools, on the same rows.
//   npm run evaluate                         all suites
//   npm run evaluate -- --only bank          those whose name holds the word
//   npm run evaluate -- --json rows.json     the rows as JSON, too
import '../measure/strip-types.mjs';

const { evaluate } = await import('./suites.ts');
await evaluate();
