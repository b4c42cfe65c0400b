import type { TextArtefact } from './artefact.js';
import { type Classified, classify, type EvidenceSpan, explainText } from './classify.js';
import { type Clause, clausesOf } from './clauses.js';

/** One thing that customers speak about. A tenant edits these: they are data, not code. */
export interface Aspect {
  readonly id: string;
  readonly label: string;
  /** By language (ISO 639-1): words or phrases; a star at the end stands for any ending ("deliver*"). */
  readonly terms: Readonly<Record<string, readonly string[]>>;
}

export const defaultTaxonomy: readonly Aspect[] = [
  {
    id: 'delivery',
    label: 'Delivery',
    terms: {
      en: [
        'deliver*',
        'shipping',
        'shipped',
        'shipment*',
        'courier*',
        'parcel*',
        'package*',
        'arrived',
        'tracking',
      ],
    },
  },
  {
    id: 'price',
    label: 'Price',
    terms: {
      en: [
        'price*',
        'pricing',
        'cost*',
        'expensive',
        'cheap*',
        'overpriced',
        'money',
        'discount*',
        'value for',
      ],
    },
  },
  {
    id: 'billing',
    label: 'Billing and payment',
    terms: {
      en: ['invoice*', 'bill', 'bills', 'billing', 'billed', 'charged', 'payment*', 'refund*', 'credit card'],
    },
  },
  {
    id: 'support',
    label: 'Customer service',
    terms: {
      en: [
        'support',
        'customer service',
        'service',
        'staff',
        'agent*',
        'representative*',
        'helpdesk',
        'waiter*',
        'waitress*',
        'server*',
        'hotline',
        'employee*',
      ],
    },
  },
  {
    id: 'quality',
    label: 'Quality',
    terms: {
      en: ['quality', 'material*', 'build', 'durable', 'flimsy', 'broke', 'broken', 'defect*', 'damaged'],
    },
  },
  {
    id: 'usability',
    label: 'Ease of use',
    terms: {
      en: [
        'easy to use',
        'hard to use',
        'intuitive',
        'interface',
        'setup',
        'set up',
        'instruction*',
        'manual',
        'confusing',
        'user friendly',
      ],
    },
  },
  {
    id: 'reliability',
    label: 'Reliability',
    terms: {
      en: [
        'crash*',
        'bug',
        'bugs',
        'outage*',
        'downtime',
        'slow',
        'error*',
        'works',
        'working',
        'freezes',
        'battery',
      ],
    },
  },
  {
    id: 'selection',
    label: 'Range of products',
    terms: { en: ['selection', 'range', 'choice*', 'menu', 'stock', 'variety', 'sold out', 'out of stock'] },
  },
  {
    id: 'food',
    label: 'Food and drink',
    terms: {
      en: ['food', 'meal*', 'dish*', 'taste*', 'tasty', 'flavor*', 'flavour*', 'drink*', 'delicious'],
    },
  },
  {
    id: 'place',
    label: 'Place and atmosphere',
    terms: {
      en: [
        'atmosphere',
        'ambiance',
        'ambience',
        'location',
        'store',
        'shop',
        'restaurant',
        'clean',
        'dirty',
        'decor',
      ],
    },
  },
  {
    id: 'contract',
    label: 'Contract and account',
    terms: {
      en: ['contract*', 'subscription*', 'cancel*', 'renew*', 'account', 'login', 'password', 'upgrade*'],
    },
  },
];

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A taxonomy made ready for one language; do it once, not once a text. */
export interface AspectFinder {
  readonly aspects: readonly Aspect[];
  find(text: string): { readonly aspect: Aspect; readonly start: number; readonly end: number }[];
}

/** @throws RangeError for an id that is there twice, or a term without a letter or digit. */
export function aspectFinder(taxonomy: readonly Aspect[] = defaultTaxonomy, language = 'en'): AspectFinder {
  if (new Set(taxonomy.map(({ id }) => id)).size < taxonomy.length)
    throw new RangeError('two aspects have one id');
  const patterns = taxonomy.flatMap((aspect) => {
    const terms = aspect.terms[language] ?? [];
    if (terms.length === 0) return [];
    const words = terms.map((term) => {
      const isStem = term.endsWith('*');
      const plain = (isStem ? term.slice(0, -1) : term).trim();
      if (!/[\p{L}\p{N}]/u.test(plain)) throw new RangeError(`"${term}" of ${aspect.id} is no word`);
      return literal(plain).replace(/\s+/g, '\\s+') + (isStem ? '[\\p{L}\\p{N}]*' : '');
    });
    // The longest first, so that "customer service" is found before "service".
    words.sort((a, b) => b.length - a.length);
    return [
      { aspect, pattern: new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.join('|')})(?![\\p{L}\\p{N}])`, 'giu') },
    ];
  });
  return {
    aspects: taxonomy,
    find: (text) =>
      patterns
        .flatMap(({ aspect, pattern }) =>
          Array.from(text.matchAll(pattern), ({ index, 0: found }) => ({
            aspect,
            start: index,
            end: index + found.length,
          })),
        )
        .sort((a, b) => a.start - b.start || b.end - a.end),
  };
}

export interface AspectTone extends Classified {
  readonly aspect: string;
  readonly term: { readonly start: number; readonly end: number };
  readonly clause: Clause;
  /** The next likely label, the log-odds against it, and what of these no word makes: base + Σ weight = margin. */
  readonly against: string;
  readonly base: number;
  readonly margin: number;
  /** Which words of the clause make its tone, by their place in the whole text. */
  readonly evidence: readonly EvidenceSpan[];
}

/** What a text is about, and the tone of the clause that says it: each aspect once a clause. */
export function aspectsOf(text: string, model: TextArtefact, finder: AspectFinder): AspectTone[] {
  return clausesOf(text).flatMap((clause) => {
    const piece = text.slice(clause.start, clause.end);
    const seen = new Set<string>();
    const found = finder.find(piece).filter(({ aspect }) => {
      const isNew = !seen.has(aspect.id);
      seen.add(aspect.id);
      return isNew;
    });
    if (found.length === 0) return [];
    const tone = classify(model, piece);
    const { against, base, margin, spans } = explainText(model, piece);
    const evidence = spans.map(({ start, end, weight }) => ({
      start: start + clause.start,
      end: end + clause.start,
      weight,
    }));
    return found.map(({ aspect, start, end }) => ({
      aspect: aspect.id,
      term: { start: start + clause.start, end: end + clause.start },
      clause,
      ...tone,
      against,
      base,
      margin,
      evidence,
    }));
  });
}
