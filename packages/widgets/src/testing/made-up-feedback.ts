import type { FeedbackMessage } from '@aicrm/schema/timeline';

/**
 * Messages to a furniture shop that does not exist, all made up for stories, tests and benches. Sentences are drawn and
 * joined by a seed; from four weeks before the end on, deliveries come late.
 */
type Draw = () => number;

function seeded(seed: number): Draw {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Theme = 'delivery' | 'support' | 'quality' | 'price' | 'usability' | 'selection' | 'billing';
type Mood = 'bad' | 'good' | 'plain';

const sentences: Readonly<Record<Theme, Readonly<Record<Mood, readonly string[]>>>> = {
  delivery: {
    bad: [
      'Terrible delivery, two weeks late and nobody told me.',
      'My parcel arrived badly damaged and one box is still missing, what a disappointment.',
      'The courier never rang and left the package in the rain, awful.',
      'I waited the whole day for a delivery that never came, which is really annoying.',
      'Shipping took forever and the tracking page was useless.',
    ],
    good: [
      'The delivery came a day early and the drivers were lovely.',
      'Shipping was fast and everything was packed with care.',
      'The parcel arrived in perfect condition, thank you!',
    ],
    plain: [
      'When will my order be shipped?',
      'Could the delivery be moved to Friday afternoon?',
      'The tracking number you sent is 40 71 22.',
    ],
  },
  support: {
    bad: [
      'Customer service kept me waiting for forty minutes and then hung up.',
      'Nobody answers my messages, this is terrible service.',
      'The agent was rude and did not want to help.',
    ],
    good: [
      'Your support team was friendly and solved it within minutes.',
      'The staff in the shop were patient and so helpful.',
      'Great service, I really felt taken care of.',
    ],
    plain: ['What time does customer service open on Saturdays?', 'I spoke to one of your agents yesterday.'],
  },
  quality: {
    bad: [
      'The table top was scratched and the quality is poor for the money.',
      'A leg of the chair broke after a week, I am very disappointed.',
      'The material feels cheap and flimsy.',
    ],
    good: [
      'The quality of the wood is wonderful.',
      'The sofa is beautiful and so comfortable.',
      'Solid build, I love it.',
    ],
    plain: ['Is the frame made of oak or beech?', 'The material is the same as in the catalogue.'],
  },
  price: {
    bad: ['It is far too expensive for what you get.', 'The price went up again, that is a shame.'],
    good: ['The price was very fair.', 'Excellent value for money.'],
    plain: ['What is the price of the two-seater?', 'Does the discount hold until Sunday?'],
  },
  usability: {
    bad: [
      'The instructions are confusing and two screws did not fit.',
      'The setup was a nightmare without help.',
    ],
    good: [
      'The instructions were clear and it was easy to put together.',
      'Setup took ten minutes, brilliant.',
    ],
    plain: ['Where can I find the manual for the shelf?'],
  },
  selection: {
    bad: ['The lamp I wanted was out of stock again.', 'There is hardly any choice of colours left.'],
    good: ['What a lovely selection of lamps!', 'A great choice of fabrics.'],
    plain: ['Do you have the shelf in stock in grey?'],
  },
  billing: {
    bad: [
      'I was charged twice and the refund has not come.',
      'The invoice is wrong again and nobody seems to care.',
    ],
    good: ['The refund arrived the next day, perfect.'],
    plain: ['Please send me the invoice for order 20817.', 'Can I change the payment to monthly?'],
  },
};

/** Not English: said to be not scored, and why. */
const others: readonly string[] = [
  'Die Lieferung kam leider drei Wochen zu spät und der Tisch hatte einen Kratzer.',
  'Sehr freundliche Beratung im Laden, wir kommen gerne wieder!',
  'La livraison était en retard et personne ne répond au téléphone.',
  'وصلت الطاولة متأخرة أسبوعين ولم يرد أحد على رسائلي.',
];

const themes = Object.keys(sentences) as Theme[];
const weights: Readonly<Record<Theme, number>> = {
  delivery: 5,
  support: 4,
  quality: 4,
  price: 2,
  usability: 2,
  selection: 1,
  billing: 2,
};
const channels = ['email', 'email', 'email', 'chat', 'chat', 'review', 'review', 'ticket', 'survey'] as const;

const pick = <T>(draw: Draw, from: readonly T[]): T => {
  const one = from[Math.floor(draw() * from.length)];
  if (one === undefined) throw new RangeError('nothing to pick from');
  return one;
};

function theme(draw: Draw): Theme {
  let left = draw() * themes.reduce((sum, name) => sum + weights[name], 0);
  for (const name of themes) {
    left -= weights[name];
    if (left < 0) return name;
  }
  return 'delivery';
}

const inChannel = (channel: string, text: string): string => {
  if (channel === 'email')
    return `${text}\n\nKind regards\nSam Example\n\nOn 3 Oct 2026, Support wrote:\n> Thank you for your order. We love to hear from you.`;
  return channel === 'chat'
    ? `Customer: ${text}\nAgent: I am sorry to hear that, let me look into it.`
    : text;
};

export interface MadeUp {
  /** How many; default 600. */
  readonly count?: number;
  /** The newest message's time, epoch milliseconds; default 22 November 2026. */
  readonly until?: number;
  readonly days?: number;
  readonly seed?: number;
  /** Whether deliveries go wrong in the last four weeks; default true. */
  readonly trouble?: boolean;
  /** Record id of who wrote all of it. */
  readonly contact?: string;
}

const DAY = 86_400_000;

/** So many messages over so many days, the newest first. */
export function madeUpFeedback({
  count = 600,
  until = Date.UTC(2026, 10, 22, 9),
  days = 150,
  seed = 7,
  trouble = true,
  contact,
}: MadeUp = {}): FeedbackMessage[] {
  const draw = seeded(seed);
  return Array.from({ length: count }, (_, i): FeedbackMessage => {
    const at = until - (i * days * DAY) / count - draw() * DAY * 0.4;
    const late = trouble && until - at < 28 * DAY;
    const channel = pick(draw, channels);
    const moodOf = (about: Theme): Mood => {
      const bad = about === 'delivery' ? (late ? 0.8 : 0.3) : late ? 0.36 : 0.27;
      const drawn = draw();
      return drawn < bad ? 'bad' : drawn < bad + (1 - bad) * 0.6 ? 'good' : 'plain';
    };
    const first = late && draw() < 0.3 ? 'delivery' : theme(draw);
    const moods = [moodOf(first)];
    let text = pick(draw, sentences[first][moods[0] ?? 'plain']);
    if (draw() < 0.4) {
      const second = pick(
        draw,
        themes.filter((name) => name !== first),
      );
      moods.push(moodOf(second));
      text += ` ${pick(draw, sentences[second][moods[1] ?? 'plain'])}`;
    }
    if (draw() < 0.05) text = pick(draw, others);
    const bad = moods.includes('bad');
    const stars = Math.max(1, Math.min(5, Math.round((bad ? 2 : 4.2) + draw() * 1.6 - 0.8)));
    const nps = Math.max(0, Math.min(10, Math.round((bad ? 4 : 9) + draw() * 3 - 1.5)));
    const rating = channel === 'review' ? stars : channel === 'survey' ? nps : null;
    return {
      id: `message:made-up:${i + 1}`,
      at: new Date(at).toISOString(),
      channel,
      contact: contact ?? `contact:made-up:${1 + Math.floor(draw() * count * 0.6)}`,
      text: inChannel(channel, text),
      rating,
    };
  }).sort((a, b) => (a.at < b.at ? 1 : -1));
}
