import type { ReportCard } from '@aicrm/schema/report-card';
import { forecastParts } from './forecast-page.js';
import type { Markup } from './html.js';
import { nextProductParts } from './next-product-page.js';
import { type CardPageOptions, framed } from './page.js';
import {
  reportInputs,
  reportProvenance,
  reportStatus,
  reportVerdict,
  type VerdictWords,
} from './report-parts.js';
import { limitsOf } from './sections.js';
import { segmentsParts } from './segments-page.js';
import { upliftParts } from './uplift-page.js';
import { valueParts } from './value-page.js';
import { titleOf } from './words.js';

const verdicts: Readonly<Record<ReportCard['kind'], VerdictWords & { readonly title: string }>> = {
  value: {
    title: 'May it be shown?',
    good: 'held on the days held out',
    bad: 'not to be published',
    open: 'not judged yet',
  },
  forecast: {
    title: 'Is it better than last year’s numbers?',
    good: 'better than last year',
    bad: 'no better than last year',
    open: 'too little history to judge',
  },
  segments: {
    title: 'Are they real?',
    good: 'steady groups',
    bad: 'no natural groups',
    open: 'named by rules',
  },
  'next-product': {
    title: 'Is it better than what is most popular?',
    good: 'better than popularity',
    bad: 'popularity is shown',
    open: 'not judged yet',
  },
  uplift: {
    title: 'Does the offer change some more than others?',
    good: 'reliable difference',
    bad: 'no reliable difference',
    open: 'not judged yet',
  },
};

function partsOf(card: ReportCard): { tiles: Markup; parts: (Markup | undefined)[]; lead: Markup } {
  switch (card.kind) {
    case 'value':
      return valueParts(card);
    case 'forecast':
      return forecastParts(card);
    case 'segments':
      return segmentsParts(card);
    case 'next-product':
      return nextProductParts(card);
    case 'uplift':
      return upliftParts(card);
  }
}

const titles: Readonly<Record<ReportCard['kind'], string | undefined>> = {
  value: 'Customer value',
  forecast: undefined,
  segments: 'Customer segments',
  'next-product': 'Next product',
  uplift: 'Effect of an offer',
};

/** The card of a model of its own kind as one HTML page, by the same rules as `renderCard`. */
export function renderReportCard(card: ReportCard, options: CardPageOptions = {}): string {
  const words = verdicts[card.kind];
  const { lead, tiles, parts } = partsOf(card);
  return framed({
    title: options.label ?? titles[card.kind] ?? titleOf(card.name),
    version: card.version,
    trainedAt: card.trainedAt,
    synthetic: card.synthetic,
    lead,
    status: reportStatus(card, words),
    dir: options.dir,
    parts: [
      tiles,
      reportVerdict(card, words.title),
      ...parts,
      reportInputs(card),
      limitsOf({ limits: [...card.limits] }),
      reportProvenance(card),
    ],
  });
}
