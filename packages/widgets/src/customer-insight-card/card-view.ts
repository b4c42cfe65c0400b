import type { Freshness } from '@aicrm/client/client';
import type { Loaded } from '@aicrm/client/data-types';
import type { CustomerInsight } from '@aicrm/client/insight/types';
import type { TimelineItem } from '@aicrm/schema/timeline';
import type { InsightMessages } from '../locales/insight-messages.js';
import type { ActionListView } from '../next-actions/action-list.js';

export type Figure = 'churn' | 'lifetime' | 'expected';
export type Kind = TimelineItem['kind'];

/** All that the card shows, and what its controls do: drawing it is a function of this. */
export interface CardView {
  readonly insight: CustomerInsight;
  readonly timeline: Loaded<readonly TimelineItem[]> | undefined;
  readonly words: InsightMessages;
  readonly language: string;
  readonly now: number;
  readonly offline: boolean;
  readonly freshness: Freshness | undefined;
  readonly cardHref: string | undefined;
  readonly actions: ActionListView;
  /** The figure whose reasons are opened. */
  readonly opened: Figure | undefined;
  readonly openFigure: (figure: Figure) => void;
  /** The kind that the timeline is narrowed to. */
  readonly kind: Kind | undefined;
  readonly chooseKind: (kind: Kind | undefined) => void;
  /** Entries shown. */
  readonly shown: number;
  readonly showMore: () => void;
  readonly retry: () => void;
}
