import { define } from '../internal/define.js';
import { NextActions } from './next-actions.js';

define('aicrm-next-actions', NextActions);
