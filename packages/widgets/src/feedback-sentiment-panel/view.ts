import type { Corrections, FeedbackFilter } from '@aicrm/client/feedback/filter';
import type { ReadMessage, Tone } from '@aicrm/client/feedback/read-message';
import type { Engine, MessageAnalysis } from '@aicrm/client/feedback/text-engine';
import type { FeedbackWords } from '../locales/feedback-sentiment-panel-words.js';
import type { Formats } from './format.js';
import type { By, Figures } from './model.js';
import type { IntentState } from './reading.js';

/** A piece of the filter that a person changes. */
export type FilterChange = Partial<FeedbackFilter>;

/** All that the panel shows, and what its controls do: drawing it is a function of this. */
export interface PanelView {
  readonly words: FeedbackWords;
  readonly formats: Formats;
  readonly filter: FeedbackFilter;
  /** Chosen length of time, in days, as the menu names it. */
  readonly since: 'all' | '28' | '91' | '364';
  readonly by: By;
  readonly figures: Figures;
  readonly corrections: Corrections;
  /** What became of this page's own corrections. */
  readonly kept: ReadonlyMap<string, 'kept' | 'handed' | 'failed'>;
  readonly taxonomy: Engine['taxonomy'] | undefined;
  readonly intents: IntentState;
  readonly intentLabels: Readonly<Record<string, string>> | undefined;
  readonly intentBytes: number | undefined;
  readonly allRows: boolean;
  /** Which rows of the list are drawn. */
  readonly rows: readonly number[];
  readonly expanded: ReadonlySet<string>;
  readonly correcting: string | undefined;
  readonly analysis: (one: ReadMessage) => MessageAnalysis | undefined;
  readonly change: (change: FilterChange) => void;
  readonly choosePeriod: (since: PanelView['since']) => void;
  readonly chooseBy: (by: By) => void;
  readonly toggleRows: () => void;
  readonly readIntents: () => void;
  readonly toggle: (id: string) => void;
  readonly startCorrection: (id: string | undefined) => void;
  readonly correct: (one: ReadMessage, tone: Tone | null) => void;
  readonly onListKey: (event: KeyboardEvent) => void;
}
