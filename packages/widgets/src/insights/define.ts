import { define } from '../internal/define.js';
import { Insights } from './insights.js';

define('aicrm-insights', Insights);
