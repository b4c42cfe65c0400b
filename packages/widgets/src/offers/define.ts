import { define } from '../internal/define.js';
import { Offers } from './offers.js';

define('aicrm-offers', Offers);

/** Fetches the rules by which offers are chosen. */
export const later = (): Promise<unknown> => import('@aicrm/client/offers/offers');
