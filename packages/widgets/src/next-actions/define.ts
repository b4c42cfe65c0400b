import { define } from '../internal/define.js';
import { NextActions } from './next-actions.js';

define('aicrm-next-actions', NextActions);

/** Fetches what reading messages needs: proposals may rest on their tone. */
export const later = async (): Promise<unknown> =>
  (await import('@aicrm/client/insight/read-tones')).openTones();
