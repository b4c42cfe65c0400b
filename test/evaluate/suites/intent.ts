import { readFileSync } from 'node:fs';
import { bootstrapInterval, ofRows } from '@aicrm/learn/bootstrap';
import { rocAuc } from '@aicrm/learn/metrics';
import { topLabels } from '@aicrm/learn/text/measures';
import { textMargins } from '@aicrm/learn/train/text';
import { readTextArtefact, type TextArtefact } from '@aicrm/models/text/artefact';
import { banking77, clinc150, type IntentSet } from '@aicrm/models/text/dev/intents';
import { noTone } from '@aicrm/models/text/english';
import { type ShippedText, shipped } from '@aicrm/models/text/shipped';
import { STABLE, topicsOf } from '@aicrm/models/text/topics';
import { largestMargins } from '@aicrm/models/text/train-intent';
import type { Row } from '../../measure/row.js';
import { whereItLies } from '../lib/present.js';
import { shareRow } from '../lib/text-rows.js';
import { publicData } from '../public-data.js';

const open = (name: ShippedText): { artefact: TextArtefact; bytes: number } => {
  const bytes = readFileSync(shipped[name].url);
  const read = readTextArtefact(bytes, shipped[name].sha256);
  if (!read.ok) throw new Error(read.error.detail);
  return { artefact: read.value, bytes: bytes.length };
};

function inScope(
  name: string,
  { artefact, bytes }: ReturnType<typeof open>,
  set: IntentSet,
  reference: number,
  target: number,
  more = '',
): Row {
  const K = set.classes.length;
  const found = topLabels(textMargins(artefact.model, set.texts, noTone), K);
  return shareRow(
    {
      case: name,
      metric: 'accuracy',
      reference,
      referenceName: 'TF-IDF of words and characters',
      target: `>= ${target} in at most 2 MB`,
      why: `The shipped file, ${(bytes / 1e6).toFixed(2)} MB. Settings were chosen on train or validation parts.${more}`,
    },
    Array.from(set.labels, (label, i) => Number(found[i] === label)),
    target,
  );
}

function outOfScope({ artefact }: ReturnType<typeof open>, set: IntentSet): Row[] {
  const K = set.classes.length;
  const [within, without] = [set.texts, set.outOfScope].map((texts) =>
    largestMargins(textMargins(artefact.model, texts, noTone), K),
  );
  if (!within || !without) throw new Error('two sets make two answers');
  const scores = Float64Array.from([...within, ...without]);
  const y = Uint8Array.from(scores, (_, i) => Number(i < within.length));
  const auc = bootstrapInterval(scores.length, ofRows(scores, y, rocAuc), { rounds: 200, seed: 7 });
  const scope = artefact.meta.scope ?? Number.NEGATIVE_INFINITY;
  const refused = without.filter((score) => score < scope).length / without.length;
  const lost = within.filter((score) => score < scope).length / within.length;
  return [
    {
      case: 'CLINC150, out of scope',
      metric: 'AUROC',
      better: 'higher',
      ours: auc.value,
      reference: 0.9501,
      referenceName: 'largest margin of a linear SVM',
      target: '>= .95',
      noise: (auc.high - auc.low) / 2,
      pass: auc.value >= 0.95,
      why: `At the shipped edge ${(100 * refused).toFixed(1)} % of texts without an intent are refused, and ${(100 * lost).toFixed(1)} % of those with one.`,
    },
  ];
}

/** Topics of 10,003 questions to a bank: do two bootstrap resamples tell the same story? */
function topics(): Row[] {
  const found = topicsOf(banking77(publicData, 'train').texts, { seed: 7 });
  const first = found.ok ? found.value.topics[0]?.terms.join(', ') : '';
  return [
    {
      case: 'topics of banking77',
      metric: 'adjusted Rand index of two resamples',
      better: 'higher',
      ours: found.ok ? found.value.stability : null,
      reference: null,
      referenceName: '',
      target: `>= ${STABLE}`,
      noise: null,
      pass: found.ok && found.value.stability >= STABLE,
      why: found.ok
        ? `${found.value.topics.length} topics, the largest number that is stable (${found.value.tried.map((one) => `${one.topics}: ${one.stability.toFixed(2)}`).join(', ')}); the first one: ${first}.`
        : found.error.detail,
    },
  ];
}

export const intent = (): Promise<Row[]> =>
  whereItLies('intent', ['feedback/banking77/test.csv', 'feedback/clinc150/data_full.json'], async () => {
    const general = open('intent-general-en');
    const clinc = clinc150(publicData, 'test');
    return [
      inScope('banking77', open('intent-banking-en'), banking77(publicData, 'test'), 0.9146, 0.915),
      inScope(
        'CLINC150, in scope',
        general,
        clinc,
        0.9251,
        0.925,
        ' It learned from the train and the validation part (from the train part alone: .9242), the reference from the train part.',
      ),
      ...outOfScope(general, clinc),
      ...topics(),
    ];
  });
