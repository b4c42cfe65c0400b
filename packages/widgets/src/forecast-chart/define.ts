import { define } from '../internal/define.js';
import { ForecastChart } from './forecast-chart.js';

define('aicrm-forecast-chart', ForecastChart);

/** Fetches what a forecast that the host hands over later needs, so that it is read with the network off. */
export const later = (): Promise<unknown> => import('@aicrm/client/outlook/read-forecast');
