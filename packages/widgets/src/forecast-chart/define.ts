import { define } from '../internal/define.js';
import { ForecastChart } from './forecast-chart.js';

define('aicrm-forecast-chart', ForecastChart);
