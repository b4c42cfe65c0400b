import type { GroupFigures } from '@aicrm/schema/model';
import { table } from '../print.js';

const share = (value: number): string => `${(100 * value).toFixed(1)} %`;
const three = (value: number | null): string => (value === null ? '–' : value.toFixed(3));

/** Error and score by the values of the column `by`. */
export const groupsText = (by: string, figures: readonly GroupFigures[]): string =>
  table([
    [by, 'rows', 'predicted', 'happened', 'AUC', 'calibration error'],
    ...figures.map((one) => [
      one.group,
      one.rows.toLocaleString('en'),
      share(one.predicted),
      share(one.observed),
      three(one.auc),
      three(one.calibrationError),
    ]),
  ]);
