import type { DriftLevel, DriftReport } from '@aicrm/schema/drift';
import { formatDay, plural } from '../ui/format.js';

const headlines: Record<DriftLevel, string> = {
  ok: 'Nothing moved further than chance makes.',
  watch: 'Something moved. Keep an eye on it.',
  alert: 'Something moved far. Look into it before relying on the scores.',
  unknown: 'There is too little to compare yet.',
};

/** The report in one sentence. */
export const headlineOf = ({ level, alerts }: DriftReport): string =>
  alerts[0]?.about === 'calibration' ? 'What it says is no longer what happens.' : headlines[level];

/**
 * What an alert means and what to do, which depends on whether outcomes confirm the model. An alert on a model that
 * was trained a minute ago looks like a fault; where no outcome can tell yet it is said what it is.
 */
export function meaningOf({ alerts, calibration, publishedAt, version }: DriftReport): string | null {
  const moved = alerts.some(({ about }) => about !== 'calibration');
  if (calibration.level === 'watch' || calibration.level === 'alert')
    return 'If higher scores still mean more successes, recalibrating puts the probabilities right; otherwise train a new model.';
  if (!moved)
    return calibration.level === 'unknown'
      ? 'Whether what it says comes true, only outcomes will tell.'
      : null;
  if (calibration.level === 'ok')
    return 'The records differ from those trained on, and what it says still comes true as often as said. Keep an eye on it.';
  const since = publishedAt === null ? '' : ` since ${version} was published on ${formatDay(publishedAt)}`;
  return `This can be so right after training, and is no fault of it: a model learns from records whose outcome is known, and the newest campaigns differ from those before. Whether the scores are wrong for them, only outcomes will tell; there are not enough${since}.`;
}

/** Why there is nothing to recalibrate on yet, or null where there is. */
export function whyNotRecalibrate({ calibration, recalibration }: DriftReport): string | null {
  const { outcomes, positives } = calibration;
  const { outcomes: least, ofEitherKind } = recalibration;
  if (outcomes < least) return `Recalibrating needs ${least} known outcomes; there are ${outcomes} so far.`;
  if (Math.min(positives, outcomes - positives) < ofEitherKind)
    return `Recalibrating needs ${ofEitherKind} successes and ${ofEitherKind} failures; there are ${plural(positives, 'success', 'successes')} and ${plural(outcomes - positives, 'failure')} so far.`;
  return null;
}
