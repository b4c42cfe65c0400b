import type { Loader, Loaders } from './autoloader.js';
import type { OtherElement } from './other-elements.js';

/** Elements that no list is full of. Their chunks are named in a file of its own, so that a first paint has only names. */
const others: readonly OtherElement[] = ['customer-insight-card', 'feedback-sentiment-panel', 'next-actions'];

/** Every tag the script can define, with its chunk. A new element is a name above and an entry in `other-elements.ts`. */
export const elements: Loaders = Object.fromEntries<Loader>([
  [
    'aicrm-lead-score-badge',
    () =>
      import('@aicrm/widgets/lead-score-badge/define').then(({ later, painted }) =>
        painted.then(() => later),
      ),
  ],
  ...others.map((name): [string, Loader] => [
    `aicrm-${name}`,
    () => import('./other-elements.js').then(({ otherElements }) => otherElements[name]()),
  ]),
]);
