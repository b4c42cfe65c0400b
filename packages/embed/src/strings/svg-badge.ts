import type { Prediction } from '@aicrm/schema/prediction';
import { formatPercent } from '@aicrm/widgets/internal/format';
import { catalogue as ar } from '@aicrm/widgets/locales/ar';
import { catalogue as de } from '@aicrm/widgets/locales/de';
import { badge as en } from '@aicrm/widgets/locales/en';
import type { BadgeMessages } from '@aicrm/widgets/locales/messages';

export interface SvgBadgeOptions {
  /** A language tag; words are English where its language has none. */
  readonly language?: string;
  readonly theme?: 'light' | 'dark';
  /** What is scored, for people: "Lead score". The words' own name by default. */
  readonly name?: string;
}

interface Ink {
  readonly text: string;
  readonly surface: string;
}

/** The closed badge's own colours; both keep 4.5:1. */
const inks: Record<'light' | 'dark', Record<'high' | 'medium' | 'low' | 'plain', Ink>> = {
  light: {
    high: { text: '#0a5a4d', surface: '#dcf4ec' },
    medium: { text: '#764603', surface: '#fdefcd' },
    low: { text: '#465266', surface: '#edf0f4' },
    plain: { text: '#556274', surface: '#ffffff' },
  },
  dark: {
    high: { text: '#86e3cb', surface: '#12362f' },
    medium: { text: '#f5cd74', surface: '#3b2d0d' },
    low: { text: '#b4bfce', surface: '#29313d' },
    plain: { text: '#a3aebd', surface: '#18212e' },
  },
};

const languages: Readonly<Record<string, BadgeMessages>> = { ar: ar.badge, de: de.badge, en };
const width = 172;
const height = 28;

/**
 * The closed badge as a text: for mails, PDF files and hosts that show an image and run nothing. It says what the element
 * says, the refusal too, has its size (172 x 28 CSS pixels), and names itself to screen readers by its title.
 */
export function svgBadge(
  prediction: Prediction,
  { language = 'en', theme = 'light', name }: SvgBadgeOptions = {},
): string {
  const tag = languageTag(language);
  const words = languages[tag.split('-', 1)[0] ?? 'en'] ?? en;
  const rtl = words === ar.badge;
  const scored = prediction.state === 'score';
  const value = scored ? formatPercent(prediction.probability, words === en ? 'en' : tag) : '';
  const word = scored ? words.bands[prediction.band] : refusalWord(prediction.why, words);
  const kind = scored ? prediction.band : 'plain';
  const { text, surface } = inks[theme][kind];
  const title = `${name ?? words.name}: ${[value, word].filter((part) => part !== '').join(', ')}`;
  // Content runs from the side where the language begins.
  const at = (x: number): number => (rtl ? width - x : x);
  const say = (x: number, weight: number, said: string): string =>
    `<text x="${at(x)}" y="18.5" font-weight="${weight}">${escaped(said)}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}" lang="${tag}"${rtl ? ' direction="rtl"' : ''}>`,
    `<title>${escaped(title)}</title>`,
    `<rect x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="13.5" fill="${surface}" stroke="${text}" stroke-opacity=".25"${scored ? '' : ' stroke-dasharray="3 2"'}/>`,
    `<g fill="${text}" font-family="system-ui, 'Segoe UI', Roboto, sans-serif" font-size="13">`,
    scored ? meter(prediction.band, at) + say(34, 650, value) + say(80, 400, word) : say(12, 400, word),
    '</g></svg>',
  ].join('');
}

/** Three bars, as many full as the band is high: the band without its colour. */
function meter(band: 'high' | 'medium' | 'low', at: (x: number) => number): string {
  const full = { low: 1, medium: 2, high: 3 }[band];
  return [6, 9, 12]
    .map((tall, i) => {
      const x = at(12 + 5 * i) - (at(0) === 0 ? 0 : 3);
      return `<rect x="${x}" y="${20 - tall}" width="3" height="${tall}" rx=".5"${i < full ? '' : ' opacity=".28"'}/>`;
    })
    .join('');
}

function refusalWord(why: 'inputs' | 'no-model' | 'no-evidence', words: BadgeMessages): string {
  return why === 'inputs' ? words.inputs : why === 'no-model' ? words.noModel : words.noEvidence;
}

/** What is no language tag would make `Intl` throw, and could end the attribute it stands in. */
function languageTag(language: string): string {
  try {
    return Intl.getCanonicalLocales(language)[0] ?? 'en';
  } catch {
    return 'en';
  }
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
/** Control characters are not allowed in XML at all, whatever their notation. */
const escaped = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\p{Noncharacter_Code_Point}]/gu, '')
    .replaceAll(/[&<>"']/g, (c) => entities[c] ?? '');
