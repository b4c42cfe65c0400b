import { define } from '../internal/define.js';
import { WhatIf } from './what-if.js';

define('aicrm-what-if', WhatIf);
