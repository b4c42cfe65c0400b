import { directionOf, wordsIn } from '../locales/locale.js';

/** Whether charts in a language begin at the right, as its words do. */
export const isMirrored = (language: string): boolean => directionOf(language) === 'rtl';

/**
 * Whether time runs from right to left. It does for Arabic and Hebrew, whose readers are shown time in the direction they
 * read in (so a timeline, a slider of dates and a chart of one page agree), and it does not for Persian and Urdu, where
 * charts are drawn from left to right although words are not.
 */
export const timeIsMirrored = (language: string): boolean =>
  isMirrored(language) && !/^(fa|ur)\b/.test(wordsIn(language));
