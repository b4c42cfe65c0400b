// Makes artefacts/intent-*.bin and their cards from BANKING77 and CLINC150 (see NOTICE beside them).
//   node --import ./test/measure/strip-types.mjs models/text/dev/make-intents.mjs [FOLDER_OF_THE_SETS [NAME]]

const { folder, publish } = await import('./publish.ts');
const { banking77, clinc150 } = await import('./intents.ts');
const { probabilitiesOf } = await import('./probabilities.ts');
const { bankingGrams, fitScope, generalEntries, generalGrams, trainIntent } = await import(
  '../train-intent.ts'
);
const { evaluateText } = await import('../card.ts');
const { noTone } = await import('../english.ts');

const part = ({ texts, labels }, keep) => ({
  texts: texts.filter((_, i) => keep(i)),
  labels: labels.filter((_, i) => keep(i)),
});
const recipe =
  'Multinomial logistic regression over hashed tf-idf of words, pairs of words (for CLINC150 also with one word between) and 2 to 5 (BANKING77: to 4) characters; the largest weights (900,000, for CLINC150 880,000), int8.';
const meta = { version: '1', languages: ['en'], tone: false, trainedAt: '2026-11-22T00:00:00Z' };
const limits = [
  'English only.',
  'A text with two wishes gets one intent.',
  'One in twenty texts that do have an intent is called out of scope; that is how the edge was set.',
  'It learned nothing of your own messages until it is retrained on your labels.',
];

function make(
  name,
  { train, held, test, model, source, testOf = source.name, licence, outcome, calibratedOn, more },
) {
  const { sharpness, scope } = held;
  const calibrated = { ...model, sharpness };
  publish(calibrated, {
    meta: { ...meta, name, scope, dataLicence: licence },
    outcome,
    recipe,
    seed: 1,
    sources: [{ ...source, rows: train.texts.length, licence }],
    evaluations: [
      evaluateText(
        `${testOf}, test part`,
        probabilitiesOf(calibrated, test.texts, noTone),
        test.labels,
        model.classes.length,
      ),
    ],
    calibratedOn,
    limits: [...limits, ...more],
  });
}

const makers = {
  'intent-banking-en': () => {
    const bank = banking77(folder, 'train');
    const inner = trainIntent(
      part(bank, (i) => i % 8 !== 3),
      bank.classes,
    );
    make('intent-banking-en', {
      train: bank,
      held: fitScope(
        inner,
        part(bank, (i) => i % 8 === 3),
      ),
      test: banking77(folder, 'test'),
      model: trainIntent(bank, bank.classes, bankingGrams),
      source: {
        name: 'BANKING77',
        cite: 'I. Casanueva et al.: Efficient Intent Detection with Dual Sentence Encoders. ACL 2020.',
      },
      licence: 'CC BY 4.0',
      outcome: 'which of 77 questions to a bank a text asks, or none of them',
      calibratedOn: 'an eighth of the train part, by a model of the other seven',
      more: ['The set has no texts of other subjects, so how well it tells those was not measured.'],
    });
  },
  'intent-general-en': () => {
    // Settings, sharpness and scope come from the validation part by a model of the train part; what is shipped learns from both.
    const train = clinc150(folder, 'train');
    const val = clinc150(folder, 'val');
    const both = {
      ...train,
      texts: [...train.texts, ...val.texts],
      labels: Uint8Array.from([...train.labels, ...val.labels]),
    };
    make('intent-general-en', {
      train: both,
      held: fitScope(trainIntent(train, train.classes, generalGrams), val),
      test: clinc150(folder, 'test'),
      model: trainIntent(both, train.classes, generalGrams, generalEntries),
      source: {
        name: 'CLINC150, train and validation parts',
        cite: 'S. Larson et al.: An Evaluation Dataset for Intent Classification and Out-of-Scope Prediction. EMNLP 2019.',
      },
      testOf: 'CLINC150',
      licence: 'CC BY 3.0',
      outcome: 'which of 150 everyday requests a text makes, or none of them',
      calibratedOn: 'the validation part, by a model of the train part',
      more: [],
    });
  },
};
const wanted = process.argv[3];
for (const [name, maker] of Object.entries(makers)) if (wanted === undefined || wanted === name) maker();
