// Makes artefacts/tone-network-en.onnx and its card from GoEmotions and UCI's sentences (see NOTICE beside them).
//   node --import ./test/measure/strip-types.mjs models/text-network/dev/make.mjs [FOLDER_OF_THE_SETS]
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const { goEmotions, joined, only, uciSentences, uciSources } = await import('../../text/dev/datasets.ts');
const { REVIEW_WEIGHT } = await import('../../text/train-sentiment.ts');
const { evaluateText } = await import('../../text/card.ts');
const { fitSharpness } = await import('@aicrm/learn/train/sharpness');
const { encodeText, toneClasses } = await import('../encode.ts');
const { networkRecipe, trainNetwork } = await import('../train.ts');
const { plainProbabilities } = await import('../weights.ts');
const { writeNetwork } = await import('../write-network.ts');

const folder = resolve(process.argv[2] ?? join(import.meta.dirname, '../../../../shared/data'));
const name = 'tone-network-en';
const short = (_, value) =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(5)) : value;

const comments = goEmotions(folder, 'train');
const reviews = joined(...uciSources.map((source) => uciSentences(folder, source)));
const isHeld = (row) => row % 5 === 3;
const all = joined(
  comments,
  only(reviews, (row) => !isHeld(row)),
);
const weights = Float32Array.from(all.texts, (_, i) => (i < comments.texts.length ? 1 : REVIEW_WEIGHT));
const trained = trainNetwork({ ...all, weights }, networkRecipe, (pass, loss) =>
  process.stderr.write(`pass ${pass}: log loss ${loss.toFixed(4)}\n`),
);

// The last layer is scaled so that the stated confidence is the share that is right, on texts it did not learn from.
const dev = goEmotions(folder, 'dev');
const nothing = new Int32Array(1);
const probabilities = (network, texts) =>
  Float64Array.from(texts.flatMap((text) => [...plainProbabilities(network, encodeText(text) ?? nothing)]));
const margins = probabilities(trained, dev.texts).map(Math.log);
const sharpness = fitSharpness(margins, dev.labels, toneClasses.length);
const network = {
  ...trained,
  head: trained.head.map((value) => value * sharpness),
  intercept: trained.intercept.map((value) => value * sharpness),
};

const judge = (on, set) =>
  evaluateText(on, probabilities(network, set.texts), set.labels, toneClasses.length);
const bytes = writeNetwork(network, {
  name,
  version: '1',
  classes: toneClasses.join(' '),
  licence: 'Apache-2.0; trained on GoEmotions (Apache-2.0) and UCI Sentiment Labelled Sentences (CC BY 4.0)',
});
const sha256 = createHash('sha256').update(bytes).digest('hex');
const card = {
  name,
  version: '1',
  sha256,
  bytes: bytes.length,
  synthetic: false,
  outcome: 'the tone of an English text: neutral, negative or positive',
  classes: toneClasses,
  languages: ['en'],
  features: network.buckets,
  recipe: `Convolutional network over words (Kim 2014): ${network.buckets} hashed words of ${network.width} numbers, ${network.filters} filters of three words, maximum over the words, linear layer, softmax; AdaGrad, ${networkRecipe.passes} passes, dropout ${networkRecipe.dropout}. float32.`,
  trainedAt: '2026-11-22T00:00:00Z',
  sources: [
    {
      name: 'GoEmotions, train part; 27 emotions in three tones',
      rows: comments.texts.length,
      licence: 'Apache-2.0',
      cite: 'D. Demszky et al.: GoEmotions: A Dataset of Fine-Grained Emotions. ACL 2020.',
    },
    {
      name: `UCI Sentiment Labelled Sentences (amazon, imdb, yelp), four of five, each counted ${REVIEW_WEIGHT} times`,
      rows: all.texts.length - comments.texts.length,
      licence: 'CC BY 4.0',
      cite: 'D. Kotzias et al.: From Group to Individual Labels using Deep Features. KDD 2015.',
    },
  ],
  evaluations: [
    judge('GoEmotions, test part', goEmotions(folder, 'test')),
    judge('UCI Sentiment Labelled Sentences, every fifth, not trained on', only(reviews, isHeld)),
  ],
  calibration: { sharpness, on: 'GoEmotions, dev part' },
  limits: [
    'It is here to show that a network runs; the linear sentiment-en is smaller, explains itself, and runs under any policy.',
    'English only; it does not check the language.',
    `Reads the first 64 words and marks of a text.`,
    'Gives no reasons.',
  ],
  seed: networkRecipe.seed,
};
const out = join(import.meta.dirname, '../artefacts');
writeFileSync(join(out, `${name}.onnx`), bytes);
writeFileSync(join(out, `${name}.card.json`), `${JSON.stringify(card, short, 2)}\n`);
const path = join(import.meta.dirname, '../shipped.ts');
const source = readFileSync(path, 'utf8');
writeFileSync(
  path,
  source.replace(/(sha256: ')[0-9a-f]*(',\s*bytes: )[0-9_]+/, `$1${sha256}$2${bytes.length}`),
);
process.stderr.write(
  `${bytes.length} bytes, ${sha256}; accuracy ${card.evaluations.map((e) => e.accuracy.value.toFixed(4)).join(', ')}\n`,
);
