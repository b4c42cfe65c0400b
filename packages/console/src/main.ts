import { ConsoleApp } from './console-app.js';
import { define } from './ui/element.js';

define('aicrm-console', ConsoleApp);
