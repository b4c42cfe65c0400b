import type { ToneRules } from '@aicrm/learn/text/grams';
import { wordHash } from '@aicrm/learn/text/hash';

const words = (text: string): string[] => text.trim().split(/\s+/);

/** How English turns, ends and strengthens a tone; -n't is known without being listed. */
const negators = words(`
  not no never none nobody nothing nowhere neither nor cannot without hardly barely scarcely rarely seldom lacks lacking
  dont doesnt didnt isnt arent wasnt werent wont wouldnt couldnt shouldnt cant aint hasnt havent hadnt
`);
const turns = words('but however although though yet nevertheless except');
const more = words(`
  absolutely amazingly awfully completely considerably decidedly deeply enormously entirely especially exceptionally
  extremely fully greatly highly hugely incredibly intensely most particularly purely quite really remarkably so
  substantially thoroughly totally tremendously truly unbelievably utterly very too more
`);
const less = words(
  'almost barely hardly kind kinda less little marginally occasionally partly slightly somewhat sort sorta',
);

export const englishTone: ToneRules = {
  negators: new Set(negators.map(wordHash)),
  turns: new Set(turns.map(wordHash)),
  boosters: new Map([
    ...more.map((word) => [wordHash(word), 0.25] as const),
    ...less.map((word) => [wordHash(word), -0.25] as const),
  ]),
};

/** For models that are not about tone. */
export const noTone: ToneRules = { negators: new Set(), turns: new Set(), boosters: new Map() };
