import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type HashTable, type Lexicon, takeSlot } from '@aicrm/learn/model/text';
import { wordHash } from '@aicrm/learn/text/hash';

/** VADER's words and their mean ratings, −4 to 4 (Hutto & Gilbert 2014, MIT); emoticons and phrases are left out. */
export function vaderWords(): [string, number][] {
  const path = createRequire(import.meta.url).resolve('vader-sentiment/package.json');
  return readFileSync(join(dirname(path), 'vader_lexicon.txt'), 'utf8')
    .split(/\r?\n/)
    .map((line): [string, number] => {
      const [word = '', value = ''] = line.split('\t');
      return [word.toLowerCase(), Number(value)];
    })
    .filter(([word, value]) => /^[a-z][a-z']+$/.test(word) && Number.isFinite(value) && value !== 0);
}

export function vaderLexicon(): Lexicon {
  const words = new Map(vaderWords());
  const slots = Math.ceil(words.size / 0.9);
  const table: HashTable = { slots, fingerprints: new Uint16Array(slots) };
  const values = new Int8Array(slots);
  for (const [word, value] of words) {
    const slot = takeSlot(table, wordHash(word.replace(/(.)\1{2,}/g, '$1$1')));
    if (slot >= 0) values[slot] = Math.round(25 * value);
  }
  return { table, values };
}
