import { define } from '../internal/define.js';
import { loadModels } from '../internal/insight-source.js';
import { NextActions } from './next-actions.js';

define('aicrm-next-actions', NextActions);

/** Fetches the models, and what reads messages. A loader calls it while the page is idle, so that all works with the network off. */
export const later = async (): Promise<unknown> =>
  Promise.all([
    loadModels(),
    import('@aicrm/client/insight/read-tones').then(({ openTones }) => openTones()),
  ]);
