import { type Calibration, probability } from '@aicrm/learn/model/calibrate';
import { fitCalibration } from '@aicrm/learn/train/calibration';

export interface Recalibration {
  /** Rows between two fits. */
  readonly every: number;
  /** Labelled rows, the newest, that a fit looks at. */
  readonly window: number;
  /** Rows by which a label comes after its prediction. */
  readonly delay: number;
}

/**
 * Probabilities of a stream of margins in order of time, recalibrated as outcomes arrive: at each refit only labels of
 * rows at least `delay` earlier are known. Until the first fit, and where a fit is refused, the calibration stays.
 */
export function recalibrated(
  margins: Float64Array,
  labels: Uint8Array,
  start: Calibration,
  { every, window, delay }: Recalibration,
): Float64Array {
  let calibration = start;
  return margins.map((margin, i) => {
    if (i % every === 0 && i > delay) {
      const known = i - delay;
      const from = Math.max(0, known - window);
      const fitted = fitCalibration(margins.slice(from, known), labels.slice(from, known));
      if (fitted.ok) calibration = fitted.value;
    }
    return probability(calibration, margin);
  });
}
