/**
 * Makes packages/cli/samples/texts.json.gz, the sentences that customers of the made-up company write:
 * `node packages/cli/dev/make-sample-texts.mjs [folder of the public sets] [target]`. The same input gives the same bytes.
 *
 * Reviews of products and places with their tone: UCI Sentiment Labelled Sentences (CC BY 4.0; Kotzias, Denil, de Freitas
 * and Smyth: From Group to Individual Labels using Deep Features, KDD 2015), the parts from amazon and yelp. Questions to
 * a service desk: BANKING77 (CC BY 4.0; Casanueva, Temcinas, Gerz, Henderson and Vulic: Efficient Intent Detection with
 * Dual Sentence Encoders, 2020), every tenth of its training part.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const source = process.argv[2] ?? join(import.meta.dirname, '../../../../shared/data/feedback');
const target = process.argv[3] ?? join(import.meta.dirname, '../samples/texts.json.gz');

const clean = (text) => text.replaceAll(/\s+/g, ' ').trim();
const reviews = ['amazon_cells', 'yelp'].flatMap((name) =>
  readFileSync(join(source, 'uci-sentences', `${name}.txt`), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [text, label] = line.split('\t');
      return { text: clean(text), tone: label.trim() === '1' ? 'positive' : 'negative' };
    }),
);
const questions = readFileSync(join(source, 'banking77/train.csv'), 'utf8')
  .split(/\r?\n/)
  .slice(1)
  // A text that holds a comma or a quotation mark is quoted; the intent behind the last comma holds neither.
  .map((line) => clean(line.slice(0, line.lastIndexOf(',')).replace(/^"|"$/g, '').replaceAll('""', '"')))
  .filter((text, i) => i % 10 === 0 && text.length > 15)
  .map((text) => ({ text, tone: null }));
const texts = [...new Map([...reviews, ...questions].map((one) => [one.text, one])).values()];
writeFileSync(target, gzipSync(JSON.stringify(texts), { level: 9, mtime: 0 }));
process.stdout.write(`${texts.length} texts\n`);
