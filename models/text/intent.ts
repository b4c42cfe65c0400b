import type { TextArtefact } from './artefact.js';
import { calibrated, topClass } from './classify.js';

export type IntentAnswer =
  | {
      readonly state: 'intent';
      readonly label: string;
      /** Calibrated probability among the model's intents, 0..1. */
      readonly confidence: number;
      /** The next likely ones, most likely first. */
      readonly others: readonly { readonly label: string; readonly confidence: number }[];
    }
  /** About none of the model's intents, or nothing that it knows a word of. */
  | { readonly state: 'out-of-scope'; readonly nearest: string };

/** What a text wants, among the intents the model knows, or that it is none of them. Pure. */
export function intentOf(text: string, { model, scorer, meta }: TextArtefact, others = 3): IntentAnswer {
  const margins = scorer.margins(text);
  const best = topClass(margins);
  if (meta.scope !== null && (margins[best] ?? 0) < meta.scope)
    return { state: 'out-of-scope', nearest: model.classes[best] ?? '' };
  const p = calibrated(model, margins);
  const order = Array.from(p.keys()).sort((a, b) => (p[b] ?? 0) - (p[a] ?? 0));
  const [first = 0, ...rest] = order;
  const named = (k: number) => ({ label: model.classes[k] ?? '', confidence: p[k] ?? 0 });
  return { state: 'intent', ...named(first), others: rest.slice(0, others).map(named) };
}
