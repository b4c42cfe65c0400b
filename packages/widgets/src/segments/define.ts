import { define } from '../internal/define.js';
import { Segments } from './segments.js';

define('aicrm-segments', Segments);
