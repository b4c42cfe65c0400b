import type { TextModel } from '@aicrm/learn/model/text';
import type { TextArtefact } from './artefact.js';

/** A piece of the text that speaks for the label (weight above 0) or against it; `start` and `end` count UTF-16 units. */
export interface EvidenceSpan {
  readonly start: number;
  readonly end: number;
  /** By how much it moves the label's log-odds against the next likely label. */
  readonly weight: number;
}

export interface Classified {
  readonly label: string;
  /** Calibrated probability of the label, 0..1. */
  readonly confidence: number;
  readonly probabilities: Readonly<Record<string, number>>;
}

/** Calibrated probabilities of margins, into `out` (which may be `margins`): softmax(sharpness · margin + shift). */
export function calibrated(
  model: TextModel,
  margins: Float64Array,
  out: Float64Array = new Float64Array(margins.length),
): Float64Array {
  let top = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < margins.length; k++) {
    const t = model.sharpness * (margins[k] ?? 0) + (model.shift[k] ?? 0);
    out[k] = t;
    top = Math.max(top, t);
  }
  let sum = 0;
  for (let k = 0; k < out.length; k++) {
    const e = Math.exp((out[k] ?? 0) - top);
    out[k] = e;
    sum += e;
  }
  for (let k = 0; k < out.length; k++) out[k] = (out[k] ?? 0) / sum;
  return out;
}

export function topClass(p: ArrayLike<number>): number {
  let best = 0;
  for (let k = 1; k < p.length; k++) if ((p[k] ?? 0) > (p[best] ?? 0)) best = k;
  return best;
}

/** The most likely label of a text and all probabilities. */
export function classify({ model, scorer }: TextArtefact, text: string): Classified {
  const p = scorer.margins(text);
  calibrated(model, p, p);
  const best = topClass(p);
  return {
    label: model.classes[best] ?? '',
    confidence: p[best] ?? 0,
    probabilities: Object.fromEntries(model.classes.map((name, k) => [name, p[k] ?? 0])),
  };
}

export interface Explained {
  readonly label: string;
  /** The label it is compared with: the next likely one. */
  readonly against: string;
  /** Σ weight of all spans + base = the difference of the two calibrated margins, within 1e-6. */
  readonly base: number;
  readonly margin: number;
  /** One span a word or mark of the text, in its order. */
  readonly spans: readonly EvidenceSpan[];
}

/** Why a text has its label and not the next one: each word's exact share of the difference between the two. */
export function explainText({ model, scorer }: TextArtefact, text: string): Explained {
  const { margins, tokens } = scorer.evidence(text);
  const p = calibrated(model, margins);
  const best = topClass(p);
  const rest = Array.from(p, (value, k) => (k === best ? -1 : value));
  const next = topClass(rest);
  const shift = model.classes.length - model.columns;
  const of = (contributions: Float64Array, k: number): number =>
    k < shift ? 0 : (contributions[k - shift] ?? 0);
  const spans = tokens.map(({ start, end, contributions }) => ({
    start,
    end,
    weight: model.sharpness * (of(contributions, best) - of(contributions, next)),
  }));
  const bias = (k: number): number => (k < shift ? 0 : (model.bias[k - shift] ?? 0));
  return {
    label: model.classes[best] ?? '',
    against: model.classes[next] ?? '',
    base: model.sharpness * (bias(best) - bias(next)) + (model.shift[best] ?? 0) - (model.shift[next] ?? 0),
    margin:
      model.sharpness * ((margins[best] ?? 0) - (margins[next] ?? 0)) +
      (model.shift[best] ?? 0) -
      (model.shift[next] ?? 0),
    spans,
  };
}
