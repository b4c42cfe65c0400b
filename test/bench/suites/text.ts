import { readFileSync } from 'node:fs';
import { analyseMessage } from '@aicrm/models/text/analyse';
import { readTextArtefact, type TextArtefact } from '@aicrm/models/text/artefact';
import { aspectFinder } from '@aicrm/models/text/aspects';
import { goEmotions, uciSentences, uciSources } from '@aicrm/models/text/dev/datasets';
import { detectLanguage } from '@aicrm/models/text/language';
import { analyse } from '@aicrm/models/text/sentiment';
import { type ShippedText, shipped } from '@aicrm/models/text/shipped';
import { lexiconTools } from '../../evaluate/lib/lexicons.js';
import { whereItLies } from '../../evaluate/lib/present.js';
import { publicData } from '../../evaluate/public-data.js';
import type { Row } from '../../measure/row.js';
import { type Contender, inMicroseconds, interleave, timingRow } from '../lib/rounds.js';

const TEXTS = 2_000;
/** Read so often in a round: long beside the clock’s steps, short beside what else the machine does. */
const TIMES = 2;

function open(name: ShippedText): TextArtefact {
  const read = readTextArtefact(readFileSync(shipped[name].url), shipped[name].sha256);
  if (!read.ok) throw new Error(read.error.detail);
  return read.value;
}

/** Real sentences of 12 to 18 words, which is what a short message has. */
function messages(): string[] {
  const all = [
    ...goEmotions(publicData, 'test').texts,
    ...uciSources.flatMap((source) => uciSentences(publicData, source).texts),
  ];
  return all
    .filter((text) => {
      const words = text.split(/\s+/).length;
      return words >= 12 && words <= 18;
    })
    .slice(0, TEXTS);
}

/** CPU seconds a text; what `read` answers is summed up, so that no engine can leave it out. */
const over = (texts: readonly string[], read: (text: string) => number, times = TIMES): Contender['run'] => {
  let sum = 0;
  return () => {
    const before = process.cpuUsage();
    for (let time = 0; time < times; time++) for (const text of texts) sum += read(text);
    const { user, system } = process.cpuUsage(before);
    if (!Number.isFinite(sum)) throw new Error('a text has no score');
    return (user + system) / 1e6 / (times * texts.length);
  };
};

/** What one short message costs: its tone alone beside the lexicons' tools, and everything that a page shows of it. */
export const text = (): Promise<Row[]> =>
  whereItLies(
    'text',
    ['feedback/goemotions/test.tsv', ...uciSources.map((source) => `feedback/uci-sentences/${source}.txt`)],
    timed,
  );

async function timed(): Promise<Row[]> {
  const texts = messages();
  const sentiment = open('sentiment-en');
  const readers = {
    sentiment,
    intent: open('intent-general-en'),
    aspects: aspectFinder(),
    detect: detectLanguage,
  };
  const options = { model: sentiment };
  const tools = await lexiconTools();
  const [ours, everything, ...references] = await interleave(
    [
      {
        name: 'ours',
        run: over(texts, (one) => {
          const answer = analyse(one, options);
          return answer.state === 'scored' ? answer.confidence : 0;
        }),
      },
      {
        name: 'ours, everything',
        run: over(texts.slice(0, 100), (one) => analyseMessage(readers, one, 'chat').read.length, 1),
      },
      ...tools.map(({ name, score }) => ({
        name,
        run: name === 'VADER' ? over(texts.slice(0, 250), score, 1) : over(texts, score),
      })),
    ],
    { rounds: 50, warm: 5 },
  );
  const characters = Math.round(texts.reduce((sum, one) => sum + one.length, 0) / texts.length);
  const why = `CPU µs a text, ${texts.length.toLocaleString('en')} public sentences of 12 to 18 words, ${characters} characters on average`;
  if (!ours || !everything) throw new Error('no rounds');
  return [
    ...references.map((reference) =>
      timingRow({
        case: `text: tone of a short message, beside ${reference.name}`,
        unit: inMicroseconds,
        ours,
        reference,
        target: reference.name === 'VADER' ? '<= 10' : 'for information',
        ...(reference.name === 'VADER' ? { limit: 10 } : {}),
        why,
        ifFails:
          'listing and looking up some 250 n-grams; half of the time before n-grams were listed in columns',
      }),
    ),
    timingRow({
      case: 'text: everything of a short message',
      unit: inMicroseconds,
      ours: everything,
      target: 'for information',
      why: `${why}; with language detection, evidence, aspects and intents`,
    }),
  ];
}
