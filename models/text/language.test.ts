import { hasSharedData, readSharedText, SHARED_DATA_REASON } from '@aicrm/learn/testing/shared-data';
import { describe, expect, it } from 'vitest';
import { detectLanguage } from './language.js';

describe('the language of a message', () => {
  it.each([
    'Setup took ten minutes, brilliant. Excellent value for money.',
    'Great Pocket PC / phone combination.',
    'Food arrived quickly!',
    'Excellent cast, story line, performances.',
    'My café order from Zürich was great, thank you so much',
    'My card has not arrived yet.',
  ])('is English: %s', (text) => expect(detectLanguage(text).language).toBe('en'));

  it.each([
    ['de', 'Das Paket war beschädigt und niemand hat auf meine Nachricht geantwortet.'],
    ['de', 'Die Hotline ist so langsam, das war kein guter Service.'],
    ['fr', 'Le colis est arrivé en retard et le service client ne répond pas.'],
    ['es', 'El pedido no llegó a tiempo y nadie me contesta.'],
    ['it', 'Il film è bello ma il servizio clienti no.'],
    ['nl', 'De bezorging was te laat en niemand neemt de telefoon op.'],
    ['sv', 'Varan kom fram i tid och allt var bra.'],
  ])('is %s: %s', (language, text) => expect(detectLanguage(text).language).toBe(language));

  it('is nothing anybody can tell of numbers and signs', () => {
    for (const text of ['', '12345', '?!', '😀'])
      expect(detectLanguage(text)).toEqual({ language: null, sure: 0 });
  });

  it.skipIf(!hasSharedData)(
    `is taken for another of fewer than 2 in 100 English reviews${SHARED_DATA_REASON}`,
    () => {
      for (const file of ['amazon_cells', 'imdb', 'yelp']) {
        const lines = readSharedText(`feedback/uci-sentences/${file}.txt`)
          .split('\n')
          .filter((line) => /[a-z]{3}/i.test(line));
        const foreign = lines.filter(
          (line) => !['en', null].includes(detectLanguage(line.replace(/\t\d\s*$/, '')).language),
        );
        expect([file, foreign.length / lines.length < 0.02]).toEqual([file, true]);
      }
    },
  );
});
