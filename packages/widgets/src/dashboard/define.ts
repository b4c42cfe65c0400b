import { define } from '../internal/define.js';
import { Dashboard } from './dashboard.js';

define('aicrm-dashboard', Dashboard);
