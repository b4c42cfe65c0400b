import { autoload } from './autoloader.js';
import { firstElements } from './first-elements.js';

// The script that a host pastes. It leaves nothing global behind but the registry's symbol. It holds as little as can
// be: elements and client are fetched side by side from here, in files that can be cached for ever, and nothing imports
// this file, so a host may add a `?v=` to its URL without running it twice.
autoload(document, firstElements);
const { url } = import.meta;
void import('./start.js').then(({ start }) => start(document, url));
void import('./elements.js').then(({ otherElements }) => autoload(document, otherElements));
