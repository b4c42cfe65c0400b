import { bootstrapInterval } from '@aicrm/learn/bootstrap';
import type { Lexicon, TextModel } from '@aicrm/learn/model/text';
import { accuracy, macroF1, topLabels } from '@aicrm/learn/text/measures';
import { textMargins, trainText } from '@aicrm/learn/train/text';
import { writeTextArtefact } from '@aicrm/models/text/artefact';
import {
  goEmotions,
  only,
  sst2,
  type TextSet,
  type UciSource,
  uciSentences,
  uciSources,
} from '@aicrm/models/text/dev/datasets';
import { sentimentData } from '@aicrm/models/text/dev/sentiment-data';
import { vaderLexicon } from '@aicrm/models/text/dev/vader-lexicon';
import { englishTone } from '@aicrm/models/text/english';
import { sentimentRecipe, trainSentiment } from '@aicrm/models/text/train-sentiment';
import type { Row } from '../../measure/row.js';
import { type LexiconTool, lexiconTools } from '../lib/lexicons.js';
import { whereItLies } from '../lib/present.js';
import { asArtefact, joinedHalves, retrainedBy200 } from '../lib/text-judges.js';
import { shareRow } from '../lib/text-rows.js';
import { publicData } from '../public-data.js';

const K = 3;
const [NEGATIVE, POSITIVE] = [1, 2];

/** Good or bad, whichever is likelier, where a text is known to be one of the two; undecided counts as good. */
const polar = (margins: Float64Array): Uint8Array =>
  Uint8Array.from({ length: margins.length / K }, (_, i) =>
    (margins[i * K + POSITIVE] ?? 0) >= (margins[i * K + NEGATIVE] ?? 0) ? POSITIVE : NEGATIVE,
  );
const polarBy = (tool: LexiconTool, texts: readonly string[]): Uint8Array =>
  Uint8Array.from(texts, (text) => (tool.score(text) >= 0 ? POSITIVE : NEGATIVE));
const threeBy = (tool: LexiconTool, texts: readonly string[]): Uint8Array =>
  Uint8Array.from(texts, (text) => {
    const score = tool.score(text);
    return score >= tool.neutralWithin ? POSITIVE : score <= -tool.neutralWithin ? NEGATIVE : 0;
  });
const rightness = (found: Uint8Array, labels: Uint8Array): number[] =>
  Array.from(labels, (label, i) => Number(found[i] === label));

interface Best {
  readonly name: string;
  readonly value: number;
}
const best = (tools: readonly LexiconTool[], measure: (tool: LexiconTool) => number): Best =>
  tools
    .map((tool) => ({ name: tool.name, value: measure(tool) }))
    .reduce((top, one) => (one.value > top.value ? one : top));

/** What was tried, for who reads of a row that misses; each figure is of training data or first halves, none of what is judged. */
const tried = {
  polar:
    'Tried on the first halves of the held-out sources (mean accuracy, noise .018): good and bad comments weighing alike .863 after .852 (taken); with that, idf to the power 0 or .5 .860 and .862, words counted with the tone of a known word beside them .861, both .865; on top of both, words weighing 1.4 times characters .861, a lexicon gain of 5 .863, reviews eight times .863, l2 of .6 and 2 .858, neutral comments as a tenth .859. What is missing is text on films: 1,000 sentences may be shipped, none while imdb is held out.',
  labels:
    'Tried on draws of 200 from the first halves, judged on the other 300 (mean gain of the three sources .015 as it is): a shift and a sharpness alone .004, a shift a class first and words after it .014, that with l2 from .1 to 10 .015, words without characters .011. 200 sentences have too few of the words that the next ones will use.',
  sst: 'Tried on 1,200 sentences of the train part left out with their phrases (scikit-learn, nothing pruned): tf-idf with C of 1, 4, 16 .827, .852, .858; without idf .859; log-count ratios .843; plain counts .859; three-word n-grams .851; long texts counted more .859. None passes C = 16 by more than .001, which is the reference.',
} as const;
const noted = (row: Row, what: keyof typeof tried): Row =>
  row.pass === false ? { ...row, why: [row.why, tried[what]].filter(Boolean).join(' ') } : row;

/** Rows for a source that the model did not learn from. */
function sourceRows(
  name: string,
  { texts, labels }: TextSet,
  margins: Float64Array,
  tools: readonly LexiconTool[],
  why: string,
): Row[] {
  const byPolar = best(tools, (tool) => accuracy(polarBy(tool, texts), labels));
  const byThree = best(tools, (tool) => macroF1(threeBy(tool, texts), labels, K));
  const found = topLabels(margins, K);
  return [
    noted(
      shareRow(
        {
          case: `sentiment, not learned from: ${name}`,
          metric: 'accuracy on polar text',
          reference: byPolar.value,
          referenceName: `${byPolar.name}, the best of three lexicons`,
          target: '>= best lexicon + .08',
          why,
        },
        rightness(polar(margins), labels),
        byPolar.value + 0.08,
      ),
      'polar',
    ),
    f1Row(name, found, labels, byThree),
  ];
}

function f1Row(name: string, found: Uint8Array, labels: Uint8Array, reference: Best): Row {
  const pick = (indices: Int32Array, from: Uint8Array): Uint8Array =>
    Uint8Array.from(indices, (i) => from[i] ?? 0);
  const { value, low, high } = bootstrapInterval(
    labels.length,
    (indices) => macroF1(pick(indices, found), pick(indices, labels), K),
    { rounds: 200, seed: 7 },
  );
  return {
    case: `sentiment, not learned from: ${name}`,
    metric: 'three-class macro-F1',
    better: 'higher',
    ours: value,
    reference: reference.value,
    referenceName: `${reference.name}, the best of three lexicons`,
    target: '>= best lexicon',
    noise: (high - low) / 2,
    pass: value >= reference.value,
  };
}

/** SST-2 as its own task: trained on its train part, two classes, in 200 kB. */
function sstOwn(lexicon: Lexicon): Row[] {
  const train = sst2(publicData, 'train');
  const model = trainText(train, ['negative', 'positive'], sstRecipe(lexicon), englishTone);
  const bytes = writeTextArtefact(model, sstMeta).length;
  return (['dev', 'test'] as const).map((part) => {
    const set = sst2(publicData, part);
    const found = topLabels(textMargins(model, set.texts, englishTone), 2);
    const row = shareRow(
      {
        case: `SST-2 ${part}, trained on SST-2`,
        metric: 'accuracy',
        reference: part === 'dev' ? 0.8234 : 0.8468,
        referenceName: 'TF-IDF of words and characters, logistic regression, 143,687 features',
        target: part === 'dev' ? '>= .83 in 200 kB' : 'for information',
        why: `${bytes.toLocaleString('en')} bytes, int8.`,
      },
      rightness(found, set.labels),
      part === 'dev' ? 0.83 : null,
    );
    return noted(bytes <= 205_000 || row.pass === null ? row : { ...row, pass: false }, 'sst');
  });
}

/** Chosen on whole sentences of the train part whose phrases were left out of training: words only, no lexicon. */
const sstRecipe = (lexicon: Lexicon) => ({
  ...sentimentRecipe(lexicon),
  grams: { words: 2, characters: null, negation: true, skips: false } as const,
  lexicon: null,
  l2: 0.3,
  features: 42_000,
});
const sstMeta = {
  name: 'sst-2',
  version: '1',
  languages: ['en'],
  tone: true,
  scope: null,
  trainedAt: '',
  dataLicence: '',
};

/** What 200 labels of a source add, in points of accuracy, and how long that takes. */
function retrainRows(name: string, model: TextModel, from: TextSet, judged: TextSet): Row[] {
  const { before, after, seconds } = retrainedBy200(asArtefact(model), from, judged, 5, 7);
  const common = {
    case: `sentiment, 200 labels of ${name}`,
    reference: null,
    referenceName: '',
    noise: null,
  };
  return [
    noted(
      {
        ...common,
        metric: 'accuracy on polar text gained',
        better: 'higher',
        ours: after - before,
        target: '>= .05',
        pass: after - before >= 0.05,
        why: `From ${before.toFixed(3)} to ${after.toFixed(3)}, the mean of five draws of 200 labels.`,
      },
      'labels',
    ),
    {
      ...common,
      metric: 'CPU seconds to retrain',
      better: 'lower',
      ours: seconds,
      target: '< 1',
      pass: seconds < 1,
      why: 'The slowest of five, with its cross-validation.',
    },
  ];
}

interface Held {
  readonly rows: Row[];
  readonly halves: number[];
}

/** The shipped recipe, trained without the source that it is judged on. */
async function withoutSource(
  source: UciSource,
  lexicon: Lexicon,
  tools: readonly LexiconTool[],
): Promise<Held> {
  const model = trainSentiment(sentimentData(publicData, source), goEmotions(publicData, 'dev'), lexicon);
  const all = uciSentences(publicData, source);
  const set = only(all, (row) => row >= 500);
  return {
    rows: [
      ...sourceRows(
        `UCI ${source}`,
        set,
        textMargins(model, set.texts, englishTone),
        tools,
        'Judged on the second 500 sentences: settings were chosen with the first 500 in sight.',
      ),
      ...retrainRows(
        `UCI ${source}`,
        model,
        only(all, (row) => row < 500),
        set,
      ),
    ],
    halves: joinedHalves(all, source === 'yelp' ? 666 : 667, 7, asArtefact(model)),
  };
}

export const sentiment = (): Promise<Row[]> =>
  whereItLies(
    'sentiment',
    [
      ...uciSources.map((source) => `feedback/uci-sentences/${source}.txt`),
      'feedback/goemotions/train.tsv',
      'feedback/sst2/dev.tsv',
    ],
    async () => {
      const lexicon = vaderLexicon();
      const tools = await lexiconTools();
      const rows: Row[] = [];
      const halves: number[] = [];
      for (const source of uciSources) {
        const held = await withoutSource(source, lexicon, tools);
        rows.push(...held.rows);
        halves.push(...held.halves);
      }
      rows.push(
        shareRow(
          {
            case: 'aspects: 2,000 sentences joined from two of known tone',
            metric: "share of halves whose clauses' tone is right",
            reference: null,
            referenceName: '',
            target: '>= .8',
            why: 'Both sentences are of one UCI source, the model did not learn from that source, and six ways of joining them are drawn by seed.',
          },
          halves,
          0.8,
        ),
      );
      const all = trainSentiment(sentimentData(publicData), goEmotions(publicData, 'dev'), lexicon);
      const dev = sst2(publicData, 'dev');
      const labels = dev.labels.map((label) => label + 1);
      rows.push(
        ...sourceRows(
          'SST-2 dev',
          { texts: dev.texts, labels },
          textMargins(all, dev.texts, englishTone),
          tools,
          'No film review treebank among what it learned from.',
        ),
      );
      const train = sst2(publicData, 'train');
      rows.push(
        ...retrainRows(
          'SST-2',
          all,
          { texts: train.texts, labels: train.labels.map((label) => label + 1) },
          { texts: dev.texts, labels },
        ),
      );
      const test = goEmotions(publicData, 'test');
      const found = topLabels(textMargins(all, test.texts, englishTone), K);
      rows.push({
        ...f1Row(
          'GoEmotions test (in domain)',
          found,
          test.labels,
          best(tools, (tool) => macroF1(threeBy(tool, test.texts), test.labels, K)),
        ),
        case: 'sentiment in domain: GoEmotions test',
      });
      rows.push(...sstOwn(lexicon));
      return rows;
    },
  );
