// Makes golden/sentiment.json: what the shipped model says of invented texts.
//   node --import ./test/measure/strip-types.mjs models/text/dev/make-golden.mjs
import { writeFileSync } from 'node:fs';

const { loadShipped } = await import('../testing/load.ts');
const { analyse } = await import('../sentiment.ts');

const texts = [
  'Great service, thank you so much!',
  'The package arrived broken and nobody answers my calls.',
  'The meeting is on Tuesday at ten.',
  'I love this phone, the battery lasts for days.',
  'This is not good.',
  'Worst support I have ever had.',
  'Please send me the invoice for October.',
  'The food was excellent and the staff friendly.',
  'I am very disappointed with the quality.',
  'Does this model come in black?',
];
const model = await loadShipped('sentiment-en');
const cases = texts.map((text) => {
  const answer = analyse(text, { model });
  if (answer.state !== 'scored') throw new Error(text);
  return { text, label: answer.label, confidence: Number(answer.confidence.toFixed(8)) };
});
writeFileSync(new URL('../golden/sentiment.json', import.meta.url), `${JSON.stringify(cases, null, 2)}\n`);
process.stdout.write(
  `${cases.map(({ text, label, confidence }) => `${label} ${confidence.toFixed(2)} ${text}`).join('\n')}\n`,
);
