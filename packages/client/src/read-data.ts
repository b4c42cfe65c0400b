import { type AnalysisFile, type AnalysisName, analysisFiles } from '@aicrm/schema/analysis';
import type { Result } from '@aicrm/schema/result';
import { MessagePage, TimelinePage } from '@aicrm/schema/timeline';
import { KeptEvents, WidgetEventsAnswer } from '@aicrm/schema/widget-event';
import type * as z from 'zod/mini';
import { readBy } from './read-by.js';

/*
 * Answers that come long after the first paint, read with their schemas: zod comes with them, in a chunk of its own.
 */
export const readTimelinePage = readBy(TimelinePage);
export const readMessagePage = readBy(MessagePage);
export const readKeptEvents = readBy(KeptEvents);
export const readEventsAnswer = readBy(WidgetEventsAnswer);

/** The file of an analysis by its own schema. */
export function readAnalysis<N extends AnalysisName>(
  name: N,
  body: unknown,
): Result<AnalysisFile<N>, string> {
  const schema: z.ZodMiniType<AnalysisFile<AnalysisName>> = analysisFiles[name];
  // A name's schema reads that name's file.
  return readBy(schema)(body) as Result<AnalysisFile<N>, string>;
}
