import { define } from '../internal/define.js';
import { LeadScoreBadge } from './lead-score-badge.js';

define('aicrm-lead-score-badge', LeadScoreBadge);
