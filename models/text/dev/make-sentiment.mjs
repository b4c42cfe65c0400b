// Makes artefacts/sentiment-en.bin and its card from the public sets that may be shipped (see NOTICE beside them).
//   node --import ./test/measure/strip-types.mjs models/text/dev/make-sentiment.mjs [FOLDER_OF_THE_SETS]      default: ../shared/data beside the checkout

const { folder, publish } = await import('./publish.ts');
const { sentimentData } = await import('./sentiment-data.ts');
const { goEmotions, uciSentences, uciSources } = await import('./datasets.ts');
const { vaderLexicon } = await import('./vader-lexicon.ts');
const { trainSentiment, sentimentClasses } = await import('../train-sentiment.ts');
const { evaluateText } = await import('../card.ts');
const { probabilitiesOf } = await import('./probabilities.ts');
const { englishTone } = await import('../english.ts');

const lexicon = vaderLexicon();
const dev = goEmotions(folder, 'dev');
const data = sentimentData(folder);
const model = trainSentiment(data, dev, lexicon);
const judged = (on, by, { texts, labels }) =>
  evaluateText(on, probabilitiesOf(by, texts, englishTone), labels, sentimentClasses.length);
/** The same recipe without one source, judged on it: what a stranger's texts may expect. */
const strangers = uciSources.map((source) =>
  judged(
    `UCI ${source}, left out while learning (no text is neutral there)`,
    trainSentiment(sentimentData(folder, source), dev, lexicon),
    uciSentences(folder, source),
  ),
);
publish(model, {
  meta: {
    name: 'sentiment-en',
    version: '2',
    languages: ['en'],
    tone: true,
    scope: null,
    trainedAt: '2026-11-22T00:00:00Z',
    dataLicence: 'Apache-2.0 (GoEmotions), CC BY 4.0 (UCI Sentiment Labelled Sentences), MIT (VADER)',
  },
  outcome: 'the tone of an English text: negative, neutral or positive',
  recipe:
    'Multinomial logistic regression over hashed tf-idf of words, pairs of words, words under a negation and 3 to 5 characters, and two sums of a lexicon; the 30,000 features with the largest say, int8.',
  seed: 1,
  sources: [
    {
      name: 'GoEmotions, train part; 27 emotions in three tones, a neutral comment counted as three quarters, a bad one so that good and bad weigh alike',
      rows: data.texts.length - 3000,
      licence: 'Apache-2.0',
      cite: 'D. Demszky et al.: GoEmotions: A Dataset of Fine-Grained Emotions. ACL 2020.',
    },
    {
      name: 'UCI Sentiment Labelled Sentences (amazon, imdb, yelp), each counted four times',
      rows: 3000,
      licence: 'CC BY 4.0',
      cite: 'D. Kotzias et al.: From Group to Individual Labels using Deep Features. KDD 2015.',
    },
    {
      name: 'VADER lexicon, as a feature',
      rows: 0,
      licence: 'MIT',
      cite: 'C. J. Hutto and E. Gilbert: VADER: A Parsimonious Rule-based Model for Sentiment Analysis of Social Media Text. ICWSM 2014.',
    },
  ],
  evaluations: [judged('GoEmotions, test part', model, goEmotions(folder, 'test')), ...strangers],
  calibratedOn: 'GoEmotions, dev part',
  limits: [
    'Sarcasm and irony are read as they are written.',
    'English only; any other language is not scored.',
    'It learned from comments and short reviews. Long e-mails with several subjects are better read by clause.',
    'It learned nothing of your own messages until it is retrained on your labels, and even then most of it comes from these sets.',
    'It takes good and bad to be equally frequent; where one of them is rare, it is said too often until the model is retrained on your labels.',
    'How often "neutral" is right depends on what you call neutral; the comments it learned from call surprise and curiosity so.',
  ],
});
