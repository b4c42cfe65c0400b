import type { BreakdownRow, Course, Headline } from '@aicrm/client/feedback/summary';
import type { Overview, OverviewFilter } from '@aicrm/client/overview/overview';
import type { SalesForecastFile, SegmentsFile } from '@aicrm/schema/analysis';
import type { ModelCard } from '@aicrm/schema/model';
import type { ValueModel } from '@aicrm/schema/value-model';
import type { DataState } from '../internal/data-controller.js';
import type { DashboardMessages } from '../locales/dashboard-messages.js';

export type FilterName = keyof OverviewFilter;

/** Messages as far as they are read, and as the filter sees them. */
export interface MessagesView {
  readonly headline: Headline;
  readonly course: Course | null;
  readonly aspects: readonly BreakdownRow[];
  readonly messages: number;
}

/** All that the dashboard draws from, and what its controls do. */
export interface DashboardView {
  readonly words: DashboardMessages;
  readonly language: string;
  readonly now: number;
  readonly filter: OverviewFilter;
  readonly overview: Overview | undefined;
  readonly done: ReadonlySet<'deal' | 'lead' | 'contact'>;
  readonly recordsFailed: boolean;
  readonly value: DataState<ValueModel>;
  readonly segments: DataState<SegmentsFile>;
  readonly forecast: DataState<SalesForecastFile>;
  /** Undefined while messages are on their way or being read. */
  readonly messages: DataState<MessagesView>;
  readonly reading: { readonly read: number; readonly total: number } | undefined;
  readonly aspectName: (id: string) => string;
  readonly cards: readonly ModelCard[] | undefined;
  readonly model: string | undefined;
  readonly rows: number;
  readonly said: string;
  readonly canDownload: boolean;
  readonly change: (filter: Partial<OverviewFilter>) => void;
  readonly chooseModel: (model: string) => void;
  readonly chooseRows: (rows: number) => void;
  readonly select: (recordId: string) => void;
  readonly retry: () => void;
  readonly exportCsv: () => void;
  readonly print: () => void;
}

/** Filters that are set and that a part cannot follow, in words; empty where it follows all. */
export function notFollowed(
  { filter, words }: Pick<DashboardView, 'filter' | 'words'>,
  follows: readonly FilterName[],
): string {
  const missed = (Object.keys(filter) as FilterName[]).filter(
    (name) => filter[name] !== null && !follows.includes(name),
  );
  return missed.length === 0 ? '' : words.notFollowed(missed.map((name) => words.filter[name]).join(', '));
}
