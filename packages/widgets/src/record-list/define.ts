import { define } from '../internal/define.js';
import { RecordList } from './record-list.js';

define('aicrm-record-list', RecordList);
